using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;

namespace IntelMQ.Testing;

/// <summary>
/// Compares what a test gets with a file beside the test, <c>File.Method.verified.json</c>. Where they differ, what came is written to
/// <c>File.Method.received.json</c> and the test fails with the difference; with <c>INTELMQ_ACCEPT=1</c> in the environment it becomes
/// the verified file instead. File names and habits are those of the Verify library.
/// </summary>
public static class Snapshot
{
    private const string AcceptVariable = "INTELMQ_ACCEPT";
    private const string Verified = ".verified.";
    private const string Received = ".received.";

    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Compares everything that came out of a bot.</summary>
    /// <param name="run">What came out.</param>
    /// <param name="name">Left out: the test's method; given where a test has several snapshots.</param>
    /// <param name="file">Left out: the test's source file.</param>
    /// <exception cref="SnapshotException">It differs, or there is no verified file yet.</exception>
    public static void Verify(BotRun run, [CallerMemberName] string name = "", [CallerFilePath] string file = "")
        => VerifyText(SnapshotText.Of(run), "json", name, file);

    /// <summary>Compares what a parser made of a report.</summary>
    /// <param name="result">What became of the report.</param>
    /// <param name="name">Left out: the test's method; given where a test has several snapshots.</param>
    /// <param name="file">Left out: the test's source file.</param>
    /// <exception cref="SnapshotException">It differs, or there is no verified file yet.</exception>
    public static void Verify(ParseResult result, [CallerMemberName] string name = "", [CallerFilePath] string file = "")
        => VerifyText(SnapshotText.Of(result), "json", name, file);

    /// <summary>Compares any text.</summary>
    /// <param name="text">The text; line ends do not count.</param>
    /// <param name="extension">The ending of the file's name, without a dot.</param>
    /// <param name="name">Left out: the test's method; given where a test has several snapshots.</param>
    /// <param name="file">Left out: the test's source file.</param>
    /// <exception cref="SnapshotException">It differs, or there is no verified file yet.</exception>
    public static void VerifyText(string text, string extension, [CallerMemberName] string name = "", [CallerFilePath] string file = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Compare(text, Path.Combine(SourceFile.FolderOf(file), $"{Path.GetFileNameWithoutExtension(file)}.{name}"), extension, Accepts);
    }

    /// <summary>Whether what came becomes what is verified.</summary>
    internal static bool Accepts => Environment.GetEnvironmentVariable(AcceptVariable) == "1";

    /// <summary>Whether a file is a verified or received one.</summary>
    internal static bool IsResult(string fileName) => NameOfResult(fileName) != fileName;

    /// <summary>The name of what a verified or received file belongs to.</summary>
    internal static string NameOfResult(string fileName)
    {
        int end = Math.Max(fileName.LastIndexOf(Verified, StringComparison.Ordinal), fileName.LastIndexOf(Received, StringComparison.Ordinal));
        return end < 0 ? fileName : fileName[..end];
    }

    internal static void Compare(string text, string path, string extension, bool accepts)
    {
        string verified = path + Verified + extension;
        string received = path + Received + extension;
        string came = Normalize(text);
        string? expected = File.Exists(verified) ? Normalize(File.ReadAllText(verified)) : null;
        if (came != expected && !accepts)
        {
            File.WriteAllText(received, came, Encoding);
            string what = expected is null ? $"There is no {Path.GetFileName(verified)} yet." : $"{Path.GetFileName(verified)} differs (- verified, + received):";
            throw new SnapshotException(
                $"{what}{Environment.NewLine}{TextDiff.Of(expected ?? "", came)}{Environment.NewLine}What came is in {received}; {AcceptVariable}=1 accepts it.");
        }

        if (came != expected)
            File.WriteAllText(verified, came, Encoding);
        File.Delete(received);
    }

    /// <summary>
    /// Looks for snapshots that no test asks for any more, in the folder of the source file that calls and below: those without a source
    /// file of the same name beside them, or with one that does not hold the name. Those of <see cref="FeedCases"/> need their input instead.
    /// </summary>
    /// <param name="file">Left out: the source file that calls.</param>
    /// <exception cref="SnapshotException">There are some; the message lists them.</exception>
    public static void AssertNoDangling([CallerFilePath] string file = "")
        => AssertNoDangling(SourceFile.FolderOf(file), static (source, name) => File.Exists(source) && File.ReadAllText(source).Contains(name, StringComparison.Ordinal));

    /// <summary>Looks for snapshots whose names are not in a list, in the folder of the source file that calls and below.</summary>
    /// <param name="names">The names of all snapshots that tests ask for: file and method, such as <c>MyParserTests.Ordinary_rows</c>.</param>
    /// <param name="file">Left out: the source file that calls.</param>
    /// <exception cref="SnapshotException">There are some; the message lists them.</exception>
    public static void AssertNoDangling(IEnumerable<string> names, [CallerFilePath] string file = "")
    {
        var known = names.ToHashSet(StringComparer.Ordinal);
        AssertNoDangling(SourceFile.FolderOf(file), (source, name) => known.Contains($"{Path.GetFileNameWithoutExtension(source)}.{name}"));
    }

    private static void AssertNoDangling(string folder, Func<string, string, bool> isKnown)
    {
        var dangling = new List<string>();
        foreach (string path in Directory.EnumerateFiles(folder, $"*{Verified}*", SearchOption.AllDirectories))
        {
            string shown = Path.GetRelativePath(folder, path);
            string name = NameOfResult(Path.GetFileName(path));
            if (File.Exists(Path.Combine(Path.GetDirectoryName(path)!, name)))
                continue;
            int dot = name.IndexOf('.', StringComparison.Ordinal);
            string source = Path.Combine(Path.GetDirectoryName(path)!, $"{(dot < 0 ? name : name[..dot])}.cs");
            if (!IsBuildOutput(shown) && (dot < 0 || !isKnown(source, name[(dot + 1)..])))
                dangling.Add(shown);
        }

        if (dangling.Count == 0)
            return;
        dangling.Sort(StringComparer.Ordinal);
        throw new SnapshotException($"No test asks for these snapshots; delete them, or name them: {string.Join(", ", dangling)}.");
    }

    private static bool IsBuildOutput(string path) => path.Split(Path.DirectorySeparatorChar) is ["bin" or "obj", ..];

    private static string Normalize(string text) => text.ReplaceLineEndings("\n").TrimStart('\uFEFF').TrimEnd('\n') + "\n";
}
