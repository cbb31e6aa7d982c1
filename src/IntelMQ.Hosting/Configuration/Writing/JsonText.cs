using System.Text.Json;

namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>Finds where the values of a JSON document stand in its text.</summary>
internal sealed class JsonText
{
    private readonly string _text;
    private int _at;

    private JsonText(string text) => _text = text;

    /// <summary>Reads a document that was read as JSON before, and so is some.</summary>
    public static TextNode Read(string text) => new JsonText(text).Node();

    private TextNode Node()
    {
        Skip();
        int start = _at;
        switch (_text[_at])
        {
            case '{' or '[':
                bool isMap = _text[_at++] == '{';
                var entries = new List<TextEntry>();
                for (Skip(); _text[_at] is not ('}' or ']'); Skip())
                    entries.Add(Entry(isMap));
                _at++;
                return new TextNode(isMap ? TextKind.Map : TextKind.List, true, start, _at, entries);
            case '"':
                Text();
                return new TextNode(TextKind.Scalar, false, start, _at, []) { Quote = '"' };
            default:
                while (_at < _text.Length && _text[_at] is not (',' or '}' or ']' or '/') && !char.IsWhiteSpace(_text[_at]))
                    _at++;
                return new TextNode(TextKind.Scalar, false, start, _at, []);
        }
    }

    private TextEntry Entry(bool isMap)
    {
        int start = _at;
        string? name = null;
        if (isMap)
        {
            Text();
            name = JsonElement.Parse(_text[start.._at]).GetString();
        }

        int nameEnd = _at;
        if (isMap)
        {
            Skip();
            _at++;
        }

        TextNode value = Node();
        Skip();
        if (_text[_at] == ',')
            _at++;
        return new TextEntry(name, start, nameEnd, value);
    }

    private void Text()
    {
        for (_at++; _text[_at] != '"'; _at++)
        {
            if (_text[_at] == '\\')
                _at++;
        }

        _at++;
    }

    private void Skip()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]))
            {
                _at++;
            }
            else if (_text[_at] == '/' && _text[_at + 1] == '/')
            {
                while (_at < _text.Length && _text[_at] != '\n')
                    _at++;
            }
            else if (_text[_at] == '/')
            {
                _at = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal) + 2;
            }
            else
            {
                return;
            }
        }
    }
}
