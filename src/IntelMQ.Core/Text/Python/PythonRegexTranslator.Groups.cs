using System.Globalization;
using System.Text;

namespace IntelMQ.Text;

/// <summary>Groups, look-around, conditions and switches.</summary>
internal sealed partial class PythonRegexTranslator
{
    private const string NoClosing = "a closing parenthesis is missing";

    // Null where the group was a comment or switches, and is nothing that could be repeated.
    private Element? Group(PythonRegexOptions flags, bool mayHaveFlags, out PythonRegexWidth width)
    {
        width = default;
        if (!_source.Take('?'))
            return Capture(null, flags, out width);
        int kind = _source.Next("the pattern ends within a group");
        if (kind == '#')
        {
            _source.TakeWhile(static c => c != ')');
            Close();
            return null;
        }

        _literal = null;
        switch (kind)
        {
            case 'P':
                return PythonGroup(flags, out width);
            case ':':
                return Enclose("(?:", flags, out width);
            case '>':
                return Enclose("(?>", flags, out width);
            case '=':
                Enclose("(?=", flags, out _);
                return Element.Other;
            case '!':
                Enclose("(?!", flags, out _);
                return Element.Other;
            case '<':
                LookBehind(flags);
                return Element.Other;
            case '(':
                width = Condition(flags);
                return Element.Other;
            case '-' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                return Switches((char)kind, flags, mayHaveFlags, out width);
            default:
                throw _source.Error("an unknown kind of group");
        }
    }

    private Element PythonGroup(PythonRegexOptions flags, out PythonRegexWidth width)
    {
        if (_source.Take('<'))
            return Capture(Name('>'), flags, out width);
        if (!_source.Take('='))
            throw _source.Error("an unknown kind of group");
        string name = Name(')');
        if (!_names.TryGetValue(name, out int group))
            throw _source.Error("no such group");
        width = Reference(group);
        return Element.Other;
    }

    private Element Capture(string? name, PythonRegexOptions flags, out PythonRegexWidth width)
    {
        _literal = null;
        int number = _groups.Count;
        _groups.Add(null);
        if (name is not null && !_names.TryAdd(name, number))
            throw _source.Error("a group name is used twice");
        Enclose("(", flags, out width);
        _groups[number] = width;
        return Element.Other;
    }

    private Element Enclose(string opening, PythonRegexOptions flags, out PythonRegexWidth width)
    {
        _output.Append(opening);
        width = Alternatives(flags);
        Close();
        _output.Append(')');
        return Element.Other;
    }

    private void Close()
    {
        if (!_source.Take(')'))
            throw _source.Error(NoClosing);
    }

    private void LookBehind(PythonRegexOptions flags)
    {
        string opening = _source.Next(NoClosing) switch
        {
            '=' => "(?<=",
            '!' => "(?<!",
            _ => throw _source.Error("an unknown kind of group"),
        };
        int? outer = _lookBehind;
        _lookBehind ??= _groups.Count;
        Enclose(opening, flags, out PythonRegexWidth width);
        _lookBehind = outer;
        if (width.Least != width.Most)
            throw _source.Error("a look-behind must have a fixed width");
    }

    private PythonRegexWidth Condition(PythonRegexOptions flags)
    {
        string name = _source.TakeUntil(')');
        int group;
        if (name.All(char.IsAsciiDigit))
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out group) || group == 0)
                throw _source.Error("no such group");
            _conditions.Add(group);
        }
        else if (!IsName(name) || !_names.TryGetValue(name, out group))
        {
            throw _source.Error("no such group");
        }

        if (_lookBehind is not null)
            CheckReference(group);
        _output.Append(CultureInfo.InvariantCulture, $"(?({group})");
        if (++_depth > MaxDepth)
            throw _source.Error("groups are nested too deep");
        PythonRegexWidth width = Sequence(flags, mayHaveFlags: false);
        if (_source.Take('|'))
        {
            _output.Append('|');
            width = width.Or(Sequence(flags, mayHaveFlags: false));
            if (_source.Peek == '|')
                throw _source.Error("a condition with more than two branches");
        }
        else
        {
            width = width.Or(default);
        }

        _depth--;
        Close();
        _output.Append(')');
        return width;
    }

    private Element? Switches(char first, PythonRegexOptions flags, bool mayBeGlobal, out PythonRegexWidth width)
    {
        width = default;
        PythonRegexOptions on = 0, off = 0;
        bool unicode = false;
        int next = first;
        for (; next is not (')' or ':' or '-'); next = _source.Next("a switch is not ended"))
        {
            if (next == 'u')
                unicode = true;
            else
                on |= Switch(next);
        }

        if (unicode && on.HasFlag(PythonRegexOptions.Ascii))
            throw _source.Error("switches that exclude each other");
        if (next == ')')
        {
            if (!mayBeGlobal)
                throw _source.Error("switches that are not at the start of the pattern");
            _global |= on;
            return null;
        }

        if (next == '-')
        {
            next = _source.Next("a switch is missing");
            if (next == ':')
                throw _source.Error("a switch is missing");
            for (; next != ':'; next = _source.Next("a switch is not ended"))
                off |= Switch(next);
            if ((on & off) != 0 || off.HasFlag(PythonRegexOptions.Ascii))
                throw _source.Error("a switch that cannot be turned off");
        }

        PythonRegexOptions inner = (flags | on) & ~off;
        if (unicode)
            inner &= ~PythonRegexOptions.Ascii;
        string turnOn = Letters(on), turnOff = Letters(off);
        return Enclose(turnOff.Length > 0 ? $"(?{turnOn}-{turnOff}:" : $"(?{turnOn}:", inner, out width);
    }

    private PythonRegexOptions Switch(int letter) => letter switch
    {
        'i' => PythonRegexOptions.IgnoreCase,
        'm' => PythonRegexOptions.Multiline,
        's' => PythonRegexOptions.DotAll,
        'x' => PythonRegexOptions.Verbose,
        'a' => PythonRegexOptions.Ascii,
        _ => throw _source.Error("an unknown switch"),
    };

    // Those that .NET does itself.
    private static string Letters(PythonRegexOptions flags)
    {
        var letters = new StringBuilder();
        if (flags.HasFlag(PythonRegexOptions.IgnoreCase))
            letters.Append('i');
        if (flags.HasFlag(PythonRegexOptions.Multiline))
            letters.Append('m');
        if (flags.HasFlag(PythonRegexOptions.DotAll))
            letters.Append('s');
        return letters.ToString();
    }

    private string Name(char end)
    {
        string name = _source.TakeUntil(end);
        return IsName(name) ? name : throw _source.Error("a bad group name");
    }

    private static bool IsName(string name)
        => (char.IsLetter(name[0]) || name[0] == '_') && name.All(static c => char.IsLetterOrDigit(c) || c == '_');

    private PythonRegexWidth Reference(int group)
    {
        CheckReference(group);
        _output.Append(CultureInfo.InvariantCulture, $"\\k<{group}>");
        return _groups[group]!.Value;
    }

    private void CheckReference(int group)
    {
        if (group >= _groups.Count)
            throw _source.Error("no such group");
        if (_groups[group] is null)
            throw _source.Error("a group that is still open cannot be referred to");
        if (group >= _lookBehind)
            throw _source.Error("a group of the same look-behind cannot be referred to");
    }
}
