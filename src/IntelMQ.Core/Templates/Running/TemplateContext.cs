using System.Text;

namespace IntelMQ.Templates;

/// <summary>What a run of a template needs: variables, what was written so far, and the bounds.</summary>
internal sealed class TemplateContext
{
    public const int MaxLength = 1024 * 1024;
    private const int MaxLoops = 100_000;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);

    private const int MaxCalls = 20;

    private readonly Stack<List<Dictionary<string, object?>>> _callers = [];
    private List<Dictionary<string, object?>> _scopes;
    private readonly TimeProvider _time;
    private readonly long _started;
    private int _loops;

    public TemplateContext(IEnumerable<KeyValuePair<string, object?>> values, TimeProvider time)
    {
        _scopes = [new(values, StringComparer.Ordinal)];
        _time = time;
        _started = time.GetTimestamp();
    }

    /// <summary>Takes the text.</summary>
    public StringBuilder Output { get; set; } = new();

    /// <summary>Where in the template the run is.</summary>
    public int Position { get; set; }

    public void Write(string text)
    {
        if (Output.Length + text.Length > MaxLength)
            throw new TemplateError("the text grows beyond 1 MiB.");
        Output.Append(text);
    }

    /// <summary>Each step may take as long as a text of 1 MiB needs; all together may not.</summary>
    public void CheckTime()
    {
        if (_time.GetElapsedTime(_started) > MaxTime)
            throw new TemplateError("the template runs for more than a second.");
    }

    public void CountLoop()
    {
        CheckTime();
        if (++_loops > MaxLoops)
            throw new TemplateError("the loops run more than 100,000 times.");
    }

    /// <summary>Begins a macro, which sees the outermost names and its own.</summary>
    public void Enter()
    {
        CountLoop();
        if (_callers.Count == MaxCalls)
            throw new TemplateError("macros call each other too deep.");
        _callers.Push(_scopes);
        _scopes = [_scopes[0], new(StringComparer.Ordinal)];
    }

    /// <summary>Goes back to the names of the caller.</summary>
    public void Leave() => _scopes = _callers.Pop();

    public void Push() => _scopes.Add(new(StringComparer.Ordinal));

    public void Pop() => _scopes.RemoveAt(_scopes.Count - 1);

    public void Set(string name, object? value) => _scopes[^1][name] = value;

    public object? Get(string name)
    {
        for (int i = _scopes.Count - 1; i >= 0; i--)
        {
            if (_scopes[i].TryGetValue(name, out object? value))
                return value;
        }

        return TemplateUndefined.Value;
    }
}
