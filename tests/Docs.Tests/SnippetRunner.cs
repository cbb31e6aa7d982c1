using System.Diagnostics;
using System.Reflection;
using IntelMQ.Site;

namespace IntelMQ.Docs.Tests;

/// <summary>Runs the code of the pages, each piece in a folder of its own that holds the samples' data.</summary>
internal static class SnippetRunner
{
    private static readonly Dictionary<string, string> Printed = new(StringComparer.Ordinal);

    /// <summary>Everything that can be run: public methods without parameters.</summary>
    public static IEnumerable<MethodInfo> Methods => Assembly.Load("Snippets").GetTypes()
        .Where(static type => type is { IsPublic: true, IsAbstract: true, IsSealed: true })
        .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(static method => method.GetParameters().Length == 0);

    /// <summary>What code prints.</summary>
    /// <param name="origin"><c>Class.Method</c> of the snippets, or the folder of a sample that is run as a program.</param>
    public static async Task<string> PrintedByAsync(string origin)
    {
        if (!Printed.TryGetValue(origin, out string? text))
            Printed[origin] = text = origin.Contains('/', StringComparison.Ordinal) ? await RunProgramAsync(origin) : await RunMethodAsync(MethodOf(origin));
        return text;
    }

    public static async Task<string> RunMethodAsync(MethodInfo method)
    {
        string before = Environment.CurrentDirectory;
        TextWriter console = Console.Out;
        string folder = NewFolder();
        using var writer = new StringWriter { NewLine = "\n" };
        try
        {
            Environment.CurrentDirectory = folder;
            Console.SetOut(writer);
            if (method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [], null) is Task task)
                await task;
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = before;
            Directory.Delete(folder, recursive: true);
        }

        return writer.ToString();
    }

    private static MethodInfo MethodOf(string name)
        => Methods.SingleOrDefault(method => $"{method.DeclaringType!.Name}.{method.Name}" == name)
            ?? throw new InvalidDataException($"There is no method {name} in samples/Snippets; there are: {string.Join(", ", Methods.Select(static method => $"{method.DeclaringType!.Name}.{method.Name}"))}.");

    private static async Task<string> RunProgramAsync(string project)
    {
        string folder = NewFolder();
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string program = Repository.PathOf(Path.Combine(project, "bin", configuration, "net10.0", $"{Path.GetFileName(project)}.dll"));
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("dotnet", [program]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
            string text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"{project} ended with {process.ExitCode}: {text}");
            return text.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string NewFolder()
    {
        string folder = Directory.CreateTempSubdirectory("intelmq-docs-").FullName;
        string data = Path.Combine(AppContext.BaseDirectory, "data");
        foreach (string file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(folder, Path.GetRelativePath(data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder;
    }
}
