using System.Globalization;

namespace IntelMQ.Bots.Collectors;

/// <summary>The head of a request, as far as it matters.</summary>
internal sealed class PushHead
{
    private PushHead(string method, string path)
    {
        Method = method;
        Path = path;
    }

    public string Method { get; }

    public string Path { get; }

    public string? Credential { get; private set; }

    /// <summary>How many bytes the body has; <see langword="null"/> where it comes in chunks.</summary>
    public long? Length { get; private set; } = 0;

    public bool ExpectsContinue { get; private set; }

    public bool Closes { get; private set; }

    public bool HasBody => Length != 0;

    /// <summary>Reads the lines of a head.</summary>
    /// <exception cref="PushException">It is none, or may be read in two ways.</exception>
    public static PushHead Parse(IReadOnlyList<string> lines)
    {
        string[] first = lines[0].Split(' ');
        if (first.Length != 3 || first[2] is not ("HTTP/1.1" or "HTTP/1.0") || first[0].Length == 0)
            throw new PushException(400);
        var head = new PushHead(first[0], first[1].Split('?')[0]) { Closes = first[2] == "HTTP/1.0" };
        string? length = null, encoding = null;
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(' ', '\t'))
                throw new PushException(400);
            string value = line[(colon + 1)..].Trim();
            switch (line[..colon].ToLowerInvariant())
            {
                case "content-length":
                    length = length is null || length == value ? value : throw new PushException(400);
                    break;
                case "transfer-encoding":
                    encoding = encoding is null ? value : throw new PushException(400);
                    break;
                case "authorization" or "x-api-key":
                    head.Credential = value;
                    break;
                case "expect":
                    head.ExpectsContinue = value.Equals("100-continue", StringComparison.OrdinalIgnoreCase);
                    break;
                case "connection":
                    head.Closes |= value.Contains("close", StringComparison.OrdinalIgnoreCase);
                    break;
            }
        }

        head.SetBody(length, encoding);
        return head;
    }

    private void SetBody(string? length, string? encoding)
    {
        // Both at once is how requests are smuggled.
        if (encoding is not null)
            Length = length is not null ? throw new PushException(400) : encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase) ? null : throw new PushException(501);
        else if (length is not null)
            Length = long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : throw new PushException(400);
    }
}
