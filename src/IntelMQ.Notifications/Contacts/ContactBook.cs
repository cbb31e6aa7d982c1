using IntelMQ.Harmonization;

namespace IntelMQ.Notifications.Contacts;

/// <summary>Contacts in memory. Immutable.</summary>
/// <example><code>ContactObject.TryParse("192.0.2.0/24", out ContactObject? network);
/// var book = new ContactBook("own", [new ContactEntry(network!, new Contact("abuse@example.com"))]);
/// var lookup = new ContactLookup([book], TimeProvider.System);
/// IReadOnlyList&lt;ContactAnswer&gt; answers = await lookup.FindAsync([new Event { ["source.ip"] = "192.0.2.7" }], Fields.Source);
/// Console.WriteLine(answers[0]);</code></example>
public sealed class ContactBook : IContactSource
{
    private readonly Dictionary<IpNetworkValue, List<ContactEntry>> _networks = [];
    private readonly Dictionary<string, List<ContactEntry>> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<ContactEntry>> _systems = [];
    private readonly Dictionary<string, List<ContactEntry>> _countries = new(StringComparer.Ordinal);

    // The lengths that occur, longest first, so that a look-up tries no other.
    private readonly int[] _lengths4;
    private readonly int[] _lengths6;

    /// <summary>Makes a book.</summary>
    /// <param name="name">The name that explanations give.</param>
    /// <param name="entries">Its entries; several may be about one object.</param>
    public ContactBook(string name, IEnumerable<ContactEntry> entries)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(entries);
        Name = name;
        foreach (ContactEntry entry in entries)
        {
            switch (entry.Object.Kind)
            {
                case ContactObjectKind.Network:
                    Add(_networks, entry.Object.Network, entry);
                    break;
                case ContactObjectKind.As:
                    Add(_systems, entry.Object.Asn, entry);
                    break;
                case ContactObjectKind.Country:
                    Add(_countries, entry.Object.Text, entry);
                    break;
                default:
                    Add(_names, entry.Object.Text, entry);
                    break;
            }
        }

        _lengths4 = LengthsOf(4);
        _lengths6 = LengthsOf(6);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<IReadOnlyList<ContactEntry>>> FindAsync(IReadOnlyList<ContactQuestion> questions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(questions);
        cancellationToken.ThrowIfCancellationRequested();
        return new([.. questions.Select(Find)]);
    }

    private IReadOnlyList<ContactEntry> Find(ContactQuestion question)
    {
        var found = new List<ContactEntry>();
        if (question.Name is { } name)
        {
            string rest = name.TrimEnd('.').ToLowerInvariant();
            while (true)
            {
                Take(_names, rest, found);
                int dot = rest.IndexOf('.', StringComparison.Ordinal);
                if (dot < 0)
                    break;
                rest = rest[(dot + 1)..];
            }
        }

        if (question.Address.Version != 0)
        {
            foreach (int length in question.Address.IsIPv4 ? _lengths4 : _lengths6)
                Take(_networks, new IpNetworkValue(question.Address, length), found);
        }

        Take(_systems, question.Asn, found);
        if (question.Country is { } country)
            Take(_countries, country.ToUpperInvariant(), found);
        return found;
    }

    private int[] LengthsOf(int version)
        => [.. _networks.Keys.Where(network => network.Address.Version == version).Select(static network => network.PrefixLength).Distinct().OrderDescending()];

    private static void Add<TKey>(Dictionary<TKey, List<ContactEntry>> index, TKey key, ContactEntry entry)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out List<ContactEntry>? entries))
            index.Add(key, entries = []);
        entries.Add(entry);
    }

    private static void Take<TKey>(Dictionary<TKey, List<ContactEntry>> index, TKey key, List<ContactEntry> into)
        where TKey : notnull
    {
        if (index.TryGetValue(key, out List<ContactEntry>? entries))
            into.AddRange(entries);
    }
}
