using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Messages;

/// <summary>Writes messages as objects within objects, split at the dots of the names, or with <c>extra</c> as one text.</summary>
/// <remarks>
/// Where <c>extra.a</c> and <c>extra.a.b</c> are both set, the value of the first is the member with the empty name:
/// <c>{"a": {"": ..., "b": ...}}</c>. No field has an empty part, so that this can be read back.
/// </remarks>
internal static class HierarchicalJson
{
    private static readonly int RawOrdinal = BuiltInFields.OrdinalOf("raw");

    public static void Write(Message message, Utf8Buffer output, MessageFormat format)
    {
        var root = new Node(isSorted: true);
        if ((format & MessageFormat.WithType) != 0)
            root.Set("__type", FieldValue.Text(message.TypeName == "Event" ? "Event"u8 : "Report"u8));
        bool nested = (format & MessageFormat.Hierarchical) != 0;
        bool extraAsText = (format & MessageFormat.ExtraAsText) != 0;
        var fields = new FieldEnumerator(message);
        while (fields.MoveNext())
        {
            if (fields.Key.Ordinal == RawOrdinal && (format & MessageFormat.WithoutRaw) != 0)
                continue;
            if (extraAsText && fields.Key.IsExtra)
                continue;
            Add(root, fields.Key.Name, message.ValueOf(fields.Slot), nested);
        }

        if (extraAsText && ExtraText(message) is { } text)
            root.Set("extra", FieldValue.Text(text));
        root.Write(output);
    }

    /// <summary>
    /// The text of <c>extra</c> as a whole: nested JSON, ASCII, in the order in which the fields came; null where nothing is below it.
    /// </summary>
    public static byte[]? ExtraAsJson(Message message)
    {
        var root = new Node(isSorted: false);
        bool any = false;
        foreach (FieldKey key in message.ExtraKeys.Length == 0 ? [] : message.KeysInOrder())
        {
            if (!key.IsExtra)
                continue;
            Add(root, key.Name[FieldKey.ExtraPrefix.Length..], message[key], nested: true);
            any = true;
        }

        if (!any)
            return null;
        var plain = new Utf8Buffer();
        root.Write(plain);
        var ascii = new Utf8Buffer();
        PythonJson.TryWrite(plain.WrittenSpan, ascii, ascii: true, sortKeys: false);
        return ascii.ToArray();
    }

    private static byte[]? ExtraText(Message message)
    {
        var root = new Node(isSorted: true);
        bool any = false;
        for (int i = 0; i < message.ExtraKeys.Length; i++)
        {
            FieldKey key = message.ExtraKeys[i];
            if (!key.IsExtra)
                continue;
            root.Set(key.Name[FieldKey.ExtraPrefix.Length..], message.ValueOf(message.ExtraSlots[i]));
            any = true;
        }

        if (!any)
            return null;
        var output = new Utf8Buffer();
        root.Write(output);
        return output.ToArray();
    }

    private static void Add(Node root, string name, FieldValue value, bool nested)
    {
        if (!nested)
        {
            root.Set(name, value);
            return;
        }

        string[] parts = name.Split('.');
        Node node = root;
        foreach (string part in parts[..^1])
        {
            // IntelMQ's rule: a part that is called like the last one ends the way down (extra.a.a becomes extra.a), unless that is taken.
            if (part == parts[^1] && !node.Contains(part))
                break;
            node = node.Below(part);
        }

        node.Set(parts[^1], value);
    }

    private sealed class Node(bool isSorted)
    {
        private readonly IDictionary<string, object> _members = isSorted
            ? new SortedDictionary<string, object>(StringComparer.Ordinal)
            : new OrderedDictionary<string, object>(StringComparer.Ordinal);

        public bool Contains(string name) => _members.ContainsKey(name);

        public Node Below(string name)
        {
            _members.TryGetValue(name, out object? member);
            if (member is Node known)
                return known;
            var node = new Node(isSorted);
            if (member is not null)
                node._members[""] = member;
            _members[name] = node;
            return node;
        }

        public void Set(string name, FieldValue value)
        {
            var json = new Utf8Buffer(value.Utf8.Length + 2);
            if (value.Kind == FieldValueKind.Text)
                PythonJson.WriteString(value.Utf8, json, ascii: false);
            else
                json.Append(value.Kind == FieldValueKind.Null ? "null"u8 : value.Utf8);
            if (_members.TryGetValue(name, out object? member) && member is Node below)
                below._members[""] = json.ToArray();
            else
                _members[name] = json.ToArray();
        }

        public void Write(Utf8Buffer output)
        {
            output.Append((byte)'{');
            bool first = true;
            foreach ((string name, object member) in _members)
            {
                if (!first)
                    output.Append(", "u8);
                first = false;
                PythonJson.WriteString(System.Text.Encoding.UTF8.GetBytes(name), output, ascii: false);
                output.Append(": "u8);
                if (member is Node node)
                    node.Write(output);
                else
                    output.Append((byte[])member);
            }

            output.Append((byte)'}');
        }
    }
}
