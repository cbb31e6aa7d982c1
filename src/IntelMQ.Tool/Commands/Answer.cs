using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Tool.Commands;

/// <summary>Writes answers for programs.</summary>
internal static class Answer
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.Default };

    public static void Write(JsonNode answer) => Console.Out.Write(answer.ToJsonString(Form) + "\n");
}
