using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Tool.Commands;

/// <summary>Writes answers for programs.</summary>
internal static class Answer
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.Default };

    private static readonly AsyncLocal<bool> IsPython = new();

    /// <summary>What answers of this command are written as from now on; JSON where nothing is said.</summary>
    public static void WriteAs(OutputType type) => IsPython.Value = type == OutputType.Python;

    public static void Write(JsonNode answer) => Console.Out.Write((IsPython.Value ? PythonLiteral.Of(answer) : answer.ToJsonString(Form)) + "\n");
}
