using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace PrivateGateway.Monitoring.Page;

/// <summary>HTML, written as an interpolated string: every value in it is encoded unless it is HTML itself.</summary>
[InterpolatedStringHandler]
internal sealed class Html(int literalLength, int formattedCount)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(string? value) => _text.Append(value is null ? "" : Encoder.Encode(value));

    public void AppendFormatted(long value) => _text.Append(CultureInfo.InvariantCulture, $"{value}");

    public void AppendFormatted(Html? value) => _text.Append(value?._text);

    public void AppendFormatted(IEnumerable<Html> values)
    {
        foreach (var value in values)
            _text.Append(value._text);
    }

    public override string ToString() => _text.ToString();
}
