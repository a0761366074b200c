using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Header = System.Collections.Generic.KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>;

namespace AspNetCore.LambdaServer.Features;

/// <summary>
/// Headers, their names compared whatever the case, in the order they came in. API Gateway lets no more than 10 KB of them
/// through: a list of so few is searched as quickly as a table, and unlike a Dictionary of these types it is compiled ahead of time.
/// </summary>
internal sealed class HeaderList : IHeaderDictionary
{
    private string[] _names = new string[16];
    private StringValues[] _values = new StringValues[16];

    public int Count { get; private set; }

    public bool IsReadOnly { get; set; }

    public ICollection<string> Keys => _names[..Count];

    public ICollection<StringValues> Values => _values[..Count];

    public long? ContentLength
    {
        get => long.TryParse(this["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
        set => this["Content-Length"] = value?.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Empty where there is none; setting nothing removes it.</summary>
    public StringValues this[string key]
    {
        get => IndexOf(key) is var index && index >= 0 ? _values[index] : StringValues.Empty;
        set
        {
            ThrowIfReadOnly();
            var index = IndexOf(key);
            if (value.Count == 0)
                RemoveAt(index);
            else if (index >= 0)
                _values[index] = value;
            else
                Append(key, value);
        }
    }

    StringValues IDictionary<string, StringValues>.this[string key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no header {key}.");
        set => this[key] = value;
    }

    public void Add(string key, StringValues value)
    {
        ThrowIfReadOnly();
        if (ContainsKey(key))
            throw new ArgumentException($"There is a header {key} already.", nameof(key));

        Append(key, value);
    }

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool Remove(string key)
    {
        ThrowIfReadOnly();
        return RemoveAt(IndexOf(key));
    }

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _values[index] : default;
        return index >= 0;
    }

    public void Clear()
    {
        ThrowIfReadOnly();
        Array.Clear(_names);
        Array.Clear(_values);
        Count = 0;
    }

    public void Add(Header item) => Add(item.Key, item.Value);

    public bool Contains(Header item) => TryGetValue(item.Key, out var value) && value.Equals(item.Value);

    public bool Remove(Header item) => Contains(item) && Remove(item.Key);

    public void CopyTo(Header[] array, int arrayIndex)
    {
        foreach (var header in this)
            array[arrayIndex++] = header;
    }

    public IEnumerator<Header> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return new Header(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            if (string.Equals(_names[i], name, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }

    private void Append(string name, StringValues value)
    {
        if (Count == _names.Length)
        {
            Array.Resize(ref _names, Count * 2);
            Array.Resize(ref _values, Count * 2);
        }

        (_names[Count], _values[Count]) = (name, value);
        Count++;
    }

    private bool RemoveAt(int index)
    {
        if (index < 0)
            return false;

        Count--;
        Array.Copy(_names, index + 1, _names, index, Count - index);
        Array.Copy(_values, index + 1, _values, index, Count - index);
        _values[Count] = default;
        return true;
    }

    private void ThrowIfReadOnly()
    {
        if (IsReadOnly)
            throw new InvalidOperationException("The headers are fixed: the response has already started.");
    }
}
