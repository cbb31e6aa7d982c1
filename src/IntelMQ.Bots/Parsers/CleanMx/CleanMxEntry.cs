using System.Text;
using System.Xml;

namespace IntelMQ.Bots.Parsers.CleanMx;

/// <summary>An entry of a list: its elements' names and texts, and the whole of it as XML.</summary>
internal sealed record CleanMxEntry(IReadOnlyList<(string Name, string Text)> Children, string Xml)
{
    /// <summary>Reads the entry that the reader stands on, to its end.</summary>
    public static CleanMxEntry Read(XmlReader reader)
    {
        var children = new List<(string Name, string Text)>();
        var xml = new StringBuilder();
        var text = new StringBuilder();
        int top = reader.Depth;
        WriteStart(reader, xml);
        if (reader.IsEmptyElement)
            return new CleanMxEntry(children, xml.ToString());
        bool isFirstText = false;
        bool open = true;
        string name = "";
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    open = Close(xml, open, ">");
                    if (reader.Depth == top + 1)
                    {
                        (name, isFirstText) = (reader.Name, !reader.IsEmptyElement);
                        text.Clear();
                        if (reader.IsEmptyElement)
                            children.Add((name, ""));
                    }
                    else
                    {
                        isFirstText = false;
                    }

                    WriteStart(reader, xml);
                    open = !reader.IsEmptyElement;
                    break;
                case XmlNodeType.EndElement:
                    if (open)
                        xml.Append(" />");
                    else
                        xml.Append("</").Append(reader.Name).Append('>');
                    open = false;
                    if (reader.Depth == top)
                        return new CleanMxEntry(children, xml.ToString());
                    if (reader.Depth == top + 1)
                        children.Add((name, text.ToString()));
                    isFirstText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    if (reader.Value.Length == 0)
                        break;
                    open = Close(xml, open, ">");
                    Escape(reader.Value, xml);
                    if (isFirstText)
                        text.Append(reader.Value);
                    break;
            }
        }

        return new CleanMxEntry(children, xml.ToString());
    }

    private static bool Close(StringBuilder xml, bool open, string with)
    {
        if (open)
            xml.Append(with);
        return false;
    }

    private static void WriteStart(XmlReader reader, StringBuilder xml)
    {
        bool isEmpty = reader.IsEmptyElement;
        xml.Append('<').Append(reader.Name);
        while (reader.MoveToNextAttribute())
        {
            xml.Append(' ').Append(reader.Name).Append("=\"");
            Escape(reader.Value, xml);
            xml.Append('"');
        }

        reader.MoveToElement();
        if (isEmpty)
            xml.Append(" />");
    }

    private static void Escape(string value, StringBuilder xml)
    {
        int start = 0;
        for (int at = value.AsSpan().IndexOfAny("&<>\"\r"); at >= 0;)
        {
            xml.Append(value, start, at - start).Append(value[at] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                _ => "&#13;",
            });
            start = at + 1;
            int next = value.AsSpan(start).IndexOfAny("&<>\"\r");
            at = next < 0 ? -1 : start + next;
        }

        xml.Append(value, start, value.Length - start);
    }
}
