using System.Runtime.CompilerServices;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Testing;

/// <summary>
/// Cases of a feed that are files: each input in a folder beside the test, such as <c>odd-rows.csv</c>, has the events and failures that
/// were verified in <c>odd-rows.csv.verified.json</c>. A new case is a new file; as with <see cref="Snapshot"/>, <c>INTELMQ_ACCEPT=1</c> in
/// the environment accepts what came.
/// </summary>
public sealed class FeedCases
{
    private readonly string _folder;
    private readonly Schema _schema;

    private FeedCases(string folder, Schema schema)
    {
        _folder = folder;
        _schema = schema;
    }

    /// <summary>The names of the inputs, sorted.</summary>
    /// <exception cref="SnapshotException">The folder is not there, or holds no inputs.</exception>
    public IReadOnlyList<string> Names
    {
        get
        {
            string[] names = Directory.Exists(_folder)
                ? [.. Directory.GetFiles(_folder).Select(static path => Path.GetFileName(path)).Where(static name => !Snapshot.IsResult(name)).Order(StringComparer.Ordinal)]
                : [];
            return names.Length > 0 ? names : throw new SnapshotException($"There are no inputs in {_folder}: put a file of the feed there.");
        }
    }

    /// <summary>The cases of a folder, in the default schema.</summary>
    /// <param name="folder">The folder, from that of the source file that calls.</param>
    /// <param name="file">Left out: the source file that calls.</param>
    public static FeedCases In(string folder, [CallerFilePath] string file = "") => In(folder, Schema.Default, file);

    /// <summary>The cases of a folder, in a schema of their own.</summary>
    /// <param name="folder">The folder, from that of the source file that calls.</param>
    /// <param name="schema">The fields that the events may have.</param>
    /// <param name="file">Left out: the source file that calls.</param>
    public static FeedCases In(string folder, Schema schema, [CallerFilePath] string file = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(schema);
        return new FeedCases(Path.Combine(SourceFile.FolderOf(file), folder), schema);
    }

    /// <summary>The input of a case as a report: set fields of the feed on it before it is parsed.</summary>
    /// <param name="name">The input's name, one of <see cref="Names"/>.</param>
    public Report Report(string name) => new(File.ReadAllBytes(Path.Combine(_folder, name)), _schema);

    /// <summary>Parses the input of a case and compares what came with the verified file; and what failed must fail again.</summary>
    /// <param name="parser">The parser.</param>
    /// <param name="name">The input's name, one of <see cref="Names"/>.</param>
    /// <exception cref="SnapshotException">It differs, there is no verified file yet, or what failed does not fail again for the same reason.</exception>
    public void Verify(Parser parser, string name) => Verify(parser, name, Report(name));

    /// <inheritdoc cref="Verify(Parser, string)"/>
    /// <param name="parser">The parser.</param>
    /// <param name="name">The input's name, one of <see cref="Names"/>.</param>
    /// <param name="report">The input, with what the collector would set.</param>
    public void Verify(Parser parser, string name, Report report)
    {
        ArgumentNullException.ThrowIfNull(parser);
        ArgumentNullException.ThrowIfNull(report);
        ParseResult result = parser.Parse(report);
        Snapshot.Compare(SnapshotText.Of(result), Path.Combine(_folder, name), "json", Snapshot.Accepts);
        foreach (Failure failure in result.Failures)
        {
            if (Again(parser, failure) is { } wrong)
                throw new SnapshotException($"{name}: what is kept of '{failure}' {wrong} when it is parsed again, but must fail once, for the same reason.");
        }
    }

    /// <summary>Looks for verified files whose inputs are gone.</summary>
    /// <exception cref="SnapshotException">There are some; the message lists them.</exception>
    public void AssertNoDangling()
    {
        var names = Names.ToHashSet(StringComparer.Ordinal);
        string[] dangling =
        [
            .. Directory.GetFiles(_folder)
                .Select(static path => Path.GetFileName(path))
                .Where(name => Snapshot.IsResult(name) && !names.Contains(Snapshot.NameOfResult(name)))
                .Order(StringComparer.Ordinal),
        ];
        if (dangling.Length > 0)
            throw new SnapshotException($"The inputs of these verified files are gone; delete the files: {string.Join(", ", dangling)}.");
    }

    private static string? Again(Parser parser, Failure failure)
    {
        if (failure.TruncatedFrom > 0 || failure.Message is not Report kept)
            return null;
        ParseResult again = parser.Parse(kept);
        if (again.Events.Count > 0 || again.Failures.Count != 1)
            return $"gives {again.Events.Count} events and {again.Failures.Count} failures";
        return again.Failures[0].Reason == failure.Reason ? null : $"fails with '{again.Failures[0].Reason}'";
    }
}
