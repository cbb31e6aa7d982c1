using System.Text;

namespace IntelMQ.Export;

/// <summary>Reads the template of a file name: Python's format string with <c>{event[FIELD]}</c> and, for times, <c>{event[FIELD]:%Y-%m-%d}</c>.</summary>
internal static class FileNameParts
{
    public static bool TryParse(string text, out List<FileNamePart> parts, out string? complaint)
    {
        parts = [];
        complaint = null;
        var literal = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '{')
            {
                int end = text.IndexOf('}', i);
                if (end < 0)
                    complaint = "a '{' has no '}'";
                Flush(literal, parts);
                if (end < 0 || !TryAddField(text[(i + 1)..end], parts, out complaint))
                    return false;
                i = end;
            }
            else if (c == '}')
            {
                complaint = "a '}' has no '{'; write '}}' for the character itself";
                return false;
            }
            else
            {
                Add(c, literal, parts);
            }
        }

        Flush(literal, parts);
        complaint = parts.Count == 0 ? "it is empty" : null;
        return complaint is null;
    }

    private static void Add(char c, StringBuilder literal, List<FileNamePart> parts)
    {
        if (c != '/' && !(c == '\\' && OperatingSystem.IsWindows()))
        {
            literal.Append(c);
            return;
        }

        Flush(literal, parts);
        parts.Add(new FileNamePart(FileNamePartKind.Separator, c.ToString(), null));
    }

    private static void Flush(StringBuilder literal, List<FileNamePart> parts)
    {
        if (literal.Length > 0)
            parts.Add(new FileNamePart(FileNamePartKind.Literal, literal.ToString(), null));
        literal.Clear();
    }

    private static bool TryAddField(string field, List<FileNamePart> parts, out string? complaint)
    {
        complaint = null;
        int close = field.IndexOf(']', StringComparison.Ordinal);
        int open = field.IndexOf('[', StringComparison.Ordinal);
        if (close < 0 || open < 0 || field[..open] is not ("event" or "ev") || close < open + 2)
        {
            complaint = $"'{{{field}}}' is not of the form {{event[FIELD]}}";
            return false;
        }

        string name = field[(open + 1)..close];
        string rest = field[(close + 1)..];
        if (rest is "" or ":" or "!s")
        {
            parts.Add(new FileNamePart(FileNamePartKind.Field, name, null));
            return true;
        }

        if (name is "time.source" or "time.observation" && PartOfTime(rest) is { } part)
        {
            parts.Add(new FileNamePart(FileNamePartKind.Field, name, part));
            return true;
        }

        if (rest[0] == ':' && name is "time.source" or "time.observation")
            return TryAddTime(name, rest[1..], parts, out complaint);
        complaint = $"'{{{field}}}' asks for a format that only time.source and time.observation have; leave '{rest}' out";
        return false;
    }

    // What Python's times have besides a format, such as {event[time.source].year}.
    private static string? PartOfTime(string attribute) => attribute switch
    {
        ".year" => "yyyy",
        ".month" => "%M",
        ".day" => "%d",
        ".hour" => "%H",
        ".minute" => "%m",
        ".second" => "%s",
        _ => null,
    };

    // The format may hold separators: they are the template's own.
    private static bool TryAddTime(string name, string format, List<FileNamePart> parts, out string? complaint)
    {
        complaint = null;
        var literal = new StringBuilder();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                Add(format[i], literal, parts);
                continue;
            }

            char code = ++i < format.Length ? format[i] : ' ';
            string? net = code switch
            {
                'Y' => "yyyy",
                'y' => "yy",
                'm' => "MM",
                'd' => "dd",
                'H' => "HH",
                'M' => "mm",
                'S' => "ss",
                'f' => "ffffff",
                'b' => "MMM",
                'B' => "MMMM",
                'a' => "ddd",
                'A' => "dddd",
                'F' => "yyyy-MM-dd",
                'T' => "HH:mm:ss",
                '%' => "",
                _ => null,
            };
            if (net is null)
            {
                complaint = $"'%{code}' is not a part of a time that can be written; use %Y, %y, %m, %d, %H, %M, %S, %f, %a, %A, %b, %B, %F, %T";
                return false;
            }

            if (net.Length == 0)
            {
                literal.Append('%');
                continue;
            }

            Flush(literal, parts);
            parts.Add(new FileNamePart(FileNamePartKind.Field, name, net));
        }

        Flush(literal, parts);
        return true;
    }
}
