using IntelMQ.Tool;

namespace IntelMQ.Hosting.Tests.Support;

/// <summary>Runs the command in this process; only for tests of the collection <c>console</c>.</summary>
internal static class ToolRun
{
    public static Task<(int Code, string Output, string Complaints)> RunAsync(params string[] arguments) => TypeAsync("", arguments);

    /// <summary>Runs the command with something on standard input.</summary>
    public static async Task<(int Code, string Output, string Complaints)> TypeAsync(string typed, params string[] arguments)
    {
        (TextReader input, TextWriter output, TextWriter complaints) = (Console.In, Console.Out, Console.Error);
        string folder = Directory.GetCurrentDirectory();
        using var written = new StringWriter();
        using var complained = new StringWriter();
        Console.SetIn(new StringReader(typed));
        Console.SetOut(written);
        Console.SetError(complained);
        try
        {
            int code = await IntelMQCommand.Create().Parse(arguments).InvokeAsync();
            return (code, written.ToString().ReplaceLineEndings("\n"), complained.ToString().ReplaceLineEndings("\n"));
        }
        finally
        {
            Console.SetIn(input);
            Console.SetOut(output);
            Console.SetError(complaints);
            Directory.SetCurrentDirectory(folder);
        }
    }
}
