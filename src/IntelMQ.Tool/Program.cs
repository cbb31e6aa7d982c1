namespace IntelMQ.Tool;

/// <summary>The command intelmq. Data goes to standard output, progress and complaints to standard error.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => IntelMQCommand.InvokeAsync(CalledAs(), args);

    // A link of another name is followed before the program begins; only the command line still has the name.
    private static string CalledAs()
    {
        try
        {
            if (OperatingSystem.IsLinux() && File.ReadAllText("/proc/self/cmdline").Split('\0') is [{ Length: > 0 } name, ..])
                return Path.GetFileNameWithoutExtension(name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then it is called by its own name.
        }

        return Path.GetFileNameWithoutExtension(Environment.ProcessPath) ?? "";
    }
}
