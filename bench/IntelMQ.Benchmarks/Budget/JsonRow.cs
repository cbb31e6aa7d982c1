using System.Buffers;
using System.Text;
using System.Text.Json;
using IntelMQ.Benchmarks.Data;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>Event JSON in, validated, and out again.</summary>
internal sealed class JsonRow : BudgetRow
{
    private readonly byte[][] _lines;
    private readonly MessageReader _reader = new(Schema.Default);

    public JsonRow()
        : base("json", 2.0)
    {
        var output = new Utf8Buffer(1 << 20);
        new ShadowserverRow().Product(output);
        _lines = [.. Encoding.UTF8.GetString(output.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)];
    }

    public override int Events => _lines.Length;

    public override void Product(Utf8Buffer output)
    {
        foreach (byte[] line in _lines)
        {
            if (!_reader.TryReadEvent(line, out Event? message, out MessageError? error))
                throw new InvalidOperationException(error.ToString());
            message.WriteTo(output, MessageFormat.Flat);
            output.Append((byte)'\n');
        }
    }

    public override void Floor(Utf8Buffer output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        foreach (byte[] line in _lines)
        {
            Copy(new Utf8JsonReader(line), writer);
            writer.Flush();
            writer.Reset();
            output.Append((byte)'\n');
        }
    }

    private static void Copy(Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(reader.ValueSpan);
                    break;
                case JsonTokenType.String:
                    WriteString(ref reader, writer);
                    break;
                case JsonTokenType.Number:
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
                default:
                    writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                    break;
            }
        }
    }

    private static void WriteString(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        if (!reader.ValueIsEscaped)
        {
            writer.WriteStringValue(reader.ValueSpan);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        writer.WriteStringValue(rented.AsSpan(0, reader.CopyString(rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }
}
