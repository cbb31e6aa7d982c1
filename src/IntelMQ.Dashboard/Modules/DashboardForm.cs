using Microsoft.Extensions.Primitives;

namespace IntelMQ.Dashboard.Modules;

/// <summary>What a form sent: it came from a page of ours, from this origin, and is not longer than its handler takes.</summary>
public sealed class DashboardForm : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, StringValues> _fields;
    private readonly IReadOnlyList<Stream> _streams;

    internal DashboardForm(IReadOnlyDictionary<string, StringValues> fields, IReadOnlyList<DashboardFile> files, IReadOnlyList<Stream> streams)
    {
        _fields = fields;
        _streams = streams;
        Files = files;
    }

    /// <summary>The files, in the form's order; fields whose file was not chosen are left out.</summary>
    public IReadOnlyList<DashboardFile> Files { get; }

    /// <summary>The names of all fields, in no order.</summary>
    public IEnumerable<string> Names => _fields.Keys;

    /// <summary>A field's value, or its values with commas between them; empty where it is missing.</summary>
    public string this[string name] => _fields.TryGetValue(name, out StringValues values) ? values.ToString() : "";

    /// <summary>Whether a field was sent, as that of a box that is ticked.</summary>
    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>All values of a field, as those of several boxes with one name.</summary>
    public IReadOnlyList<string> All(string name) => _fields.TryGetValue(name, out StringValues values) ? [.. values.Select(static value => value ?? "")] : [];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (Stream stream in _streams)
            await stream.DisposeAsync().ConfigureAwait(false);
    }
}
