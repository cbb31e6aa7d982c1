namespace IntelMQ.Tool;

/// <summary>The command intelmq. Data goes to standard output, progress and complaints to standard error.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
        => IntelMQCommand.Create().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
