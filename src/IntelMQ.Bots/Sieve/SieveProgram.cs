using System.Diagnostics.CodeAnalysis;
using IntelMQ.Bots.Sieve.Binding;
using IntelMQ.Bots.Sieve.Execution;
using IntelMQ.Bots.Sieve.Syntax;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Sieve;

/// <summary>
/// The rules of a rule file, in the language that IntelMQ calls sieve, ready to be run over events. Immutable but for the counts of hits,
/// and thread-safe.
/// </summary>
/// <remarks>
/// Everything is checked and looked up when the rules are read; running them over an event allocates nothing but what rules store. Many
/// rules that ask for one field's value, number or network are found through an index instead of one by one.
/// </remarks>
/// <example><code>if (SieveProgram.TryParse("if source.port == 22 { add comment = 'ssh' }", Schema.Default, out SieveProgram? program, out _))
///     program.Run(new Event { ["source.port"] = 22 });</code></example>
public sealed class SieveProgram
{
    private readonly SieveSource _source;
    private readonly BoundSieve _bound;
    private readonly TimeProvider _time;

    private SieveProgram(SieveSource source, BoundSieve bound, Schema schema, TimeProvider time)
    {
        _source = source;
        _bound = bound;
        _time = time;
        Schema = schema;
    }

    /// <summary>The fields that the rules were checked against.</summary>
    public Schema Schema { get; }

    /// <summary>The rules (each <c>if</c>, <c>elif</c> and <c>else</c>) in the order of the file, with how often each has matched.</summary>
    public IReadOnlyList<SieveRule> Rules => _bound.Rules;

    /// <summary>The paths besides <c>_default</c> that events may be sent to.</summary>
    public IReadOnlyList<string> Paths => _bound.Paths;

    /// <summary>What is allowed but hardly meant: fields that no event has, statements that are never reached.</summary>
    public IReadOnlyList<SieveError> Warnings => _bound.Warnings;

    /// <summary>Reads rules.</summary>
    /// <param name="text">The text of a rule file.</param>
    /// <param name="schema">The fields that events have.</param>
    /// <param name="program">The program.</param>
    /// <param name="errors">All that is wrong, in the order of the file; empty where nothing is. At most 100 errors.</param>
    public static bool TryParse(string text, Schema schema, [NotNullWhen(true)] out SieveProgram? program, out IReadOnlyList<SieveError> errors)
        => TryParse(text, schema, TimeProvider.System, out program, out errors);

    /// <inheritdoc cref="TryParse(string, Schema, out SieveProgram?, out IReadOnlyList{SieveError})"/>
    /// <param name="time">The clock that <c>:before '1 day'</c> asks.</param>
    /// <param name="text">The text of a rule file.</param>
    /// <param name="schema">The fields that events have.</param>
    /// <param name="program">The program.</param>
    /// <param name="errors">All that is wrong, in the order of the file; empty where nothing is. At most 100 errors.</param>
    public static bool TryParse(
        string text, Schema schema, TimeProvider time, [NotNullWhen(true)] out SieveProgram? program, out IReadOnlyList<SieveError> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(time);
        var found = new SieveErrors();
        SieveSource source = SieveParser.Parse(text, found);
        BoundSieve bound = SieveBinder.Bind(source, schema, found);
        errors = found.ToSortedList();
        program = found.IsEmpty ? new SieveProgram(source, bound, schema, time) : null;
        return program is not null;
    }

    /// <summary>Runs the rules over an event, which they may change.</summary>
    /// <returns>Where the event goes.</returns>
    /// <exception cref="SieveRuntimeException">A rule cannot be carried out; the event may be changed half.</exception>
    public Verdict Run(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Run(message, null);
    }

    /// <summary>Tells what the rules do with an event: which match, and what each does. The event stays as it is, hits are not counted.</summary>
    public SieveExplanation Explain(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Event copy = message.Clone();
        var trace = new SieveTrace();
        try
        {
            Verdict verdict = Run(copy, trace);
            return new SieveExplanation(verdict, copy, trace.Steps, null);
        }
        catch (SieveRuntimeException exception)
        {
            return new SieveExplanation(Verdict.Drop, message.Clone(), trace.Steps, exception);
        }
    }

    /// <summary>The rules as text, laid out evenly, with all comments. Parses to the same program.</summary>
    public override string ToString() => SieveFormatter.Format(_source);

    private Verdict Run(Event message, SieveTrace? trace)
    {
        SieveScratch scratch = SieveScratch.Current;
        scratch.Reset(_bound.Variables);
        var state = new SieveState(scratch, _time, trace);
        return _bound.Block.Run(message, ref state) == SieveFlow.Drop ? Verdict.Drop : state.Path;
    }
}
