using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PrivateGateway.Calls;

/// <summary>
/// A function's response in a Lambda proxy integration. Anything else is malformed: another member, a header that is not a
/// string (or Boolean), a status that is not a number.
/// </summary>
/// <param name="Headers">In the order of the answer; <c>multiValueHeaders</c> first.</param>
internal sealed record ProxyResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body, bool IsBase64Encoded)
{
    /// <summary>The function set Content-Type to null, so that API Gateway does not add <c>application/json</c>.</summary>
    public bool OmitsContentType { get; private init; }

    /// <exception cref="FormatException">Malformed; the message says why.</exception>
    public static ProxyResponse Parse(ReadOnlyMemory<byte> payload) => Parse(payload, isPrelude: false);

    /// <summary>The prelude of a stream: the same without a body, with <c>cookies</c>.</summary>
    /// <exception cref="FormatException">Malformed; the message says why.</exception>
    public static ProxyResponse ParsePrelude(ReadOnlyMemory<byte> payload) => Parse(payload, isPrelude: true);

    private static ProxyResponse Parse(ReadOnlyMemory<byte> payload, bool isPrelude)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            return Read(json.RootElement, isPrelude);
        }
        catch (JsonException e)
        {
            throw new FormatException($"not JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair, or a byte that is not UTF-8: valid to the tokenizer, but not a string.
            throw new FormatException($"not text: {e.Message}", e);
        }
    }

    private static ProxyResponse Read(JsonElement root, bool isPrelude)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new FormatException("not a JSON object");

        var (status, body, isBase64Encoded, omitsContentType) = (200, "", false, false);
        List<KeyValuePair<string, string>> single = [], multiple = [];
        foreach (var member in root.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null || !IsKnown(member.Name)))
        {
            switch (member.Name)
            {
                case "statusCode":
                    status = StatusOf(member.Value);
                    break;
                case "cookies" when isPrelude && member.Value.ValueKind == JsonValueKind.Array:
                    multiple.AddRange(member.Value.EnumerateArray().Select(cookie => HeaderOf("Set-Cookie", cookie)));
                    break;
                case "body" when !isPrelude && member.Value.ValueKind == JsonValueKind.String:
                    body = member.Value.GetString()!;
                    break;
                case "isBase64Encoded" when member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    isBase64Encoded = member.Value.GetBoolean();
                    break;
                case "headers" when member.Value.ValueKind == JsonValueKind.Object:
                    single.AddRange(member.Value.EnumerateObject()
                        .Where(header => IsSent(header.Name, header.Value))
                        .Select(header => HeaderOf(header.Name, header.Value)));
                    break;
                case "multiValueHeaders" when member.Value.ValueKind == JsonValueKind.Object:
                    multiple.AddRange(member.Value.EnumerateObject().SelectMany(Values));
                    break;
                default:
                    throw new FormatException($"'{member.Name}' is not a member of the proxy response, or has the wrong type");
            }
        }

        // The two maps are merged; a pair in both is kept once.
        return new(status, [.. multiple, .. single.Where(header => !multiple.Contains(header, SameHeader.Instance))], body, isBase64Encoded)
        {
            OmitsContentType = omitsContentType,
        };

        bool IsSent(string name, JsonElement value)
        {
            var isNoContentType = value.ValueKind == JsonValueKind.Null && name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);
            omitsContentType |= isNoContentType;
            return !isNoContentType;
        }

        IEnumerable<KeyValuePair<string, string>> Values(JsonProperty header) =>
            header.Value.ValueKind == JsonValueKind.Array
                ? header.Value.EnumerateArray().Where(value => IsSent(header.Name, value)).Select(value => HeaderOf(header.Name, value))
                : throw new FormatException($"multiValueHeaders '{header.Name}' is not an array");
    }

    private static bool IsKnown(string name) => name is "statusCode" or "body" or "isBase64Encoded" or "headers" or "multiValueHeaders";

    private static int StatusOf(JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.String ? value.GetString() : value.GetRawText();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 and <= 599
            ? status
            : throw new FormatException($"'statusCode' {value} is not a status");
    }

    private static KeyValuePair<string, string> HeaderOf(string name, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => throw new FormatException($"header '{name}' is not a string"),
        };
        return name.Length > 0 && name.All(IsTokenCharacter) && !text.Any(character => char.IsControl(character) && character != '\t')
            ? new(name, text)
            : throw new FormatException($"header '{name}' cannot be sent");
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);

    private sealed class SameHeader : IEqualityComparer<KeyValuePair<string, string>>
    {
        public static SameHeader Instance { get; } = new();

        public bool Equals(KeyValuePair<string, string> x, KeyValuePair<string, string> y) =>
            x.Key.Equals(y.Key, StringComparison.OrdinalIgnoreCase) && x.Value == y.Value;

        public int GetHashCode(KeyValuePair<string, string> header) => header.Value.GetHashCode(StringComparison.Ordinal);
    }
}
