using System.Buffers;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots;

namespace IntelMQ.Core.Tests.Bots.Declaration;

/// <summary>What options are written as.</summary>
internal static class Written
{
    public static string Value(DeclaredOptions options, string name)
        => Text(writer => Assert.True(DeclaredExpert.Descriptor.Parameters.Single(parameter => parameter.Name == name).TryWriteValue(writer, options)));

    public static string All(DeclaredOptions options) => Text(writer => DeclaredExpert.Descriptor.WriteOptions(options, writer));

    private static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
