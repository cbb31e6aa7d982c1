using System.Buffers;
using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Writes an event as a form: each field a pair, each member of a list a pair of its own, objects as JSON; what is empty is left out.</summary>
internal static class FormText
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"u8);

    public static void Append(Event message, Utf8Buffer output)
    {
        var text = new Utf8Buffer();
        bool any = false;
        foreach (FieldKey key in message.KeysInOrder())
        {
            FieldValue value = message[key];
            if (value.Kind == FieldValueKind.Json && value.Utf8.TrimStart(" \t\r\n"u8) is [(byte)'[', ..])
                AppendList(key, value, output, ref any);
            else if (value.Kind != FieldValueKind.Null && !IsEmptyObject(value))
                AppendPair(key, value, text, output, ref any);
        }
    }

    private static bool IsEmptyObject(FieldValue value)
    {
        if (value.Kind != FieldValueKind.Json || value.Utf8.TrimStart(" \t\r\n"u8) is not [(byte)'{', .. var rest])
            return false;
        return rest.TrimStart(" \t\r\n"u8) is [(byte)'}', ..];
    }

    private static void AppendList(FieldKey key, FieldValue list, Utf8Buffer output, ref bool any)
    {
        var text = new Utf8Buffer();
        using JsonDocument document = JsonDocument.Parse(list.Utf8.ToArray());
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Null)
                AppendPair(key, JsonFields.ValueOf(item, new Utf8Buffer()), text, output, ref any);
        }
    }

    private static void AppendPair(FieldKey key, FieldValue value, Utf8Buffer text, Utf8Buffer output, ref bool any)
    {
        text.Clear();
        if (value.Kind != FieldValueKind.Json || !PythonJson.TryWrite(value.Utf8, text, ascii: false, sortKeys: false))
            PythonText.Str(value, text);
        if (any)
            output.Append((byte)'&');
        any = true;
        AppendEncoded(System.Text.Encoding.UTF8.GetBytes(key.Name), output);
        output.Append((byte)'=');
        AppendEncoded(text.WrittenSpan, output);
    }

    private static void AppendEncoded(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        foreach (byte one in text)
        {
            if (Plain.Contains(one))
            {
                output.Append(one);
            }
            else if (one == (byte)' ')
            {
                output.Append((byte)'+');
            }
            else
            {
                output.Append((byte)'%');
                output.Append("0123456789ABCDEF"u8[one >> 4]);
                output.Append("0123456789ABCDEF"u8[one & 15]);
            }
        }
    }
}
