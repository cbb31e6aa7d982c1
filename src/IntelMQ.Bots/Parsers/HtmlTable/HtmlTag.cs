namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>Where a byte of a page stands.</summary>
internal enum HtmlTagState : byte
{
    Outside,
    Bracket,
    Slash,
    Name,
    BeforeAttribute,
    Attribute,
    AfterAttribute,
    BeforeValue,
    InDoubleQuotes,
    InSingleQuotes,
    Unquoted,

    /// <summary>A declaration, or what is none: ends at the next bracket.</summary>
    Declaration,
}

/// <summary>Follows tags byte by byte, as the standard of HTML has it, to know where one ends: a bracket within quotes does not end it.</summary>
internal static class HtmlTag
{
    public static HtmlTagState Next(HtmlTagState state, byte value)
    {
        switch (state)
        {
            case HtmlTagState.Outside:
                return value == (byte)'<' ? HtmlTagState.Bracket : HtmlTagState.Outside;
            case HtmlTagState.Bracket:
                return value switch
                {
                    (byte)'/' => HtmlTagState.Slash,
                    (byte)'!' or (byte)'?' => HtmlTagState.Declaration,
                    (byte)'<' => HtmlTagState.Bracket,
                    _ => char.IsAsciiLetter((char)value) ? HtmlTagState.Name : HtmlTagState.Outside,
                };
            case HtmlTagState.Slash:
                return char.IsAsciiLetter((char)value) ? HtmlTagState.Name : value == (byte)'>' ? HtmlTagState.Outside : HtmlTagState.Declaration;
            case HtmlTagState.InDoubleQuotes:
                return value == (byte)'"' ? HtmlTagState.BeforeAttribute : state;
            case HtmlTagState.InSingleQuotes:
                return value == (byte)'\'' ? HtmlTagState.BeforeAttribute : state;
            default:
                return value == (byte)'>' ? HtmlTagState.Outside : state == HtmlTagState.Declaration ? state : Within(state, value);
        }
    }

    private static HtmlTagState Within(HtmlTagState state, byte value)
    {
        bool isBlank = value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f';
        return state switch
        {
            HtmlTagState.Name => isBlank || value == (byte)'/' ? HtmlTagState.BeforeAttribute : state,
            HtmlTagState.BeforeAttribute => isBlank || value == (byte)'/' ? state : HtmlTagState.Attribute,
            HtmlTagState.Attribute or HtmlTagState.AfterAttribute => value switch
            {
                (byte)'/' => HtmlTagState.BeforeAttribute,
                (byte)'=' => HtmlTagState.BeforeValue,
                _ => isBlank ? HtmlTagState.AfterAttribute : HtmlTagState.Attribute,
            },
            HtmlTagState.BeforeValue => value switch
            {
                (byte)'"' => HtmlTagState.InDoubleQuotes,
                (byte)'\'' => HtmlTagState.InSingleQuotes,
                _ => isBlank ? state : HtmlTagState.Unquoted,
            },
            _ => isBlank ? HtmlTagState.BeforeAttribute : state,
        };
    }
}
