using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.Contacts;

/// <summary>
/// One look-up over many sources. Names count, and networks, or where there is no network the autonomous system; the country only where nothing
/// else is known. Of each of these, manual entries count before imported ones, then the longest name or prefix. Sources that come first count
/// where that leaves several.
/// </summary>
/// <param name="sources">The sources, those that count more first.</param>
/// <param name="time">The clock by which entries end.</param>
public sealed class ContactLookup(IEnumerable<IContactSource> sources, TimeProvider time)
{
    private readonly IContactSource[] _sources = [.. sources];

    /// <summary>Finds whom to tell about each of the events. Each source is asked once for all of them, and one that does not answer is named in the answers; the others count.</summary>
    /// <param name="events">The events.</param>
    /// <param name="side">The side whose owner is looked for.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>An answer for each event, in their order.</returns>
    public async ValueTask<IReadOnlyList<ContactAnswer>> FindAsync(IReadOnlyList<Event> events, EndpointFields side, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(side);
        ContactQuestion[] questions = [.. events.Select(message => ContactQuestion.Of(message, side))];
        ContactQuestion[] distinct = [.. questions.Distinct()];
        var silent = new List<SilentSource>();
        var matches = distinct.ToDictionary(static question => question, static _ => new List<ContactMatch>());
        foreach (IContactSource source in _sources)
        {
            IReadOnlyList<IReadOnlyList<ContactEntry>> found;
            try
            {
                found = await source.FindAsync(distinct, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException exception)
            {
                silent.Add(new SilentSource(source.Name, exception.Message));
                continue;
            }

            if (found.Count != distinct.Length)
                throw new InvalidOperationException($"The source of contacts {source.Name} gave {found.Count} answers to {distinct.Length} questions.");
            for (int i = 0; i < distinct.Length; i++)
                matches[distinct[i]].AddRange(found[i].Select(entry => new ContactMatch(source.Name, entry)));
        }

        DateTimeOffset now = time.GetUtcNow();
        return [.. events.Select((message, i) => new ContactChoice(questions[i], message, now).Choose(matches[questions[i]], silent))];
    }
}
