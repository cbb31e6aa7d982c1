using System.Text.Json;
using IntelMQ.Jobs;
using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Cooldown;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.OneShots.Mapping;
using IntelMQ.Notifications.Rules;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>Goes through the rows of a one-shot: checks them, or finds whom to tell about them. What is done twice after a kill comes out the same.</summary>
/// <param name="desk">The desk.</param>
/// <param name="kind">Which work.</param>
internal sealed class OneShotRowWork(OneShotDesk desk, string kind) : IJobHandler
{
    private const int ShownErrors = 200;
    private const int ShownRows = 500;
    private const int Chunk = 5000;

    public string Kind => kind;

    public async Task<string?> RunAsync(JobWork work, CancellationToken cancellationToken)
    {
        OneShot oneShot = await OfAsync(desk, work.Job, cancellationToken).ConfigureAwait(false);
        FileStream file = desk.Options.Uploads.Open(oneShot.UploadId) ?? throw new InvalidDataException("The file is not there any more. Upload it again.");
        await using (file.ConfigureAwait(false))
        {
            return kind == OneShotWork.Check
                ? await CheckAsync(work, oneShot, file, cancellationToken).ConfigureAwait(false)
                : await FindContactsAsync(work, oneShot, file, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The one-shot of a job, as long as the job is about it as it stands.</summary>
    /// <exception cref="InvalidDataException">It is not there, or was changed since.</exception>
    public static async Task<OneShot> OfAsync(OneShotDesk desk, Job job, CancellationToken cancellationToken)
    {
        using JsonDocument arguments = JsonDocument.Parse(job.Arguments);
        OneShot oneShot = await desk.FindAsync(arguments.RootElement.GetProperty("id").GetString(), cancellationToken).ConfigureAwait(false) ?? throw new InvalidDataException("There is no such one-shot.");
        return oneShot.JobOf(job.Kind) == job.Id ? oneShot : throw new InvalidDataException("The one-shot was changed since.");
    }

    private async Task<string?> CheckAsync(JobWork work, OneShot oneShot, FileStream file, CancellationToken cancellationToken)
    {
        var check = new TableCheck();
        foreach (MappedRow row in check.Read(file, oneShot.Table, oneShot.Mapping, desk.Options.Limits, desk.Options.Schema))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Row % Chunk == 0)
                await work.SaveAsync(new JobProgress(row.Row, null, ""), default, cancellationToken).ConfigureAwait(false);
        }

        var found = new OneShotCheck(check.Rows, check.Valid, check.ErrorCount, [.. check.Errors.Take(ShownErrors)], check.Problem);
        await SaveAsync(work, oneShot, each => each with { Check = found }, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task<string?> FindContactsAsync(JobWork work, OneShot oneShot, FileStream file, CancellationToken cancellationToken)
    {
        string old = oneShot.Batch;
        // A batch of its own: what an earlier look-up found is not mixed with what this one finds.
        oneShot = await SaveAsync(work, oneShot, static each => each with { Round = each.Round + 1 }, cancellationToken).ConfigureAwait(false);
        await desk.Options.Notifications.DropAsync(new DirectiveSelection(old), "contacts were looked up again", cancellationToken).ConfigureAwait(false);
        OneShotDeskOptions options = desk.Options;
        var maker = new DirectiveMaker(new ContactLookup([EnteredBook(oneShot), .. options.Contacts], options.Time), options.Rules) { Cooldown = options.Cooldown, History = options.History };
        var tally = new Tally();
        var events = new List<(long Row, Event Event)>(Chunk);
        var check = new TableCheck();
        foreach (MappedRow row in check.Read(file, oneShot.Table, oneShot.Mapping, desk.Options.Limits, desk.Options.Schema))
        {
            if (row.Event is not null)
                events.Add((row.Row, row.Event));
            if (events.Count < Chunk)
                continue;
            await AddAsync(oneShot, maker, events, tally, cancellationToken).ConfigureAwait(false);
            await work.SaveAsync(new JobProgress(row.Row, oneShot.Check?.Rows, ""), default, cancellationToken).ConfigureAwait(false);
        }

        await AddAsync(oneShot, maker, events, tally, cancellationToken).ConfigureAwait(false);
        await desk.RunOf(oneShot).PlanAsync(oneShot.Batch, cancellationToken).ConfigureAwait(false);
        var found = new OneShotContacts(tally.Rows, tally.With, tally.Without, tally.Inhibited, tally.Unmatched, [.. tally.Silent]);
        await SaveAsync(work, oneShot, each => each with { Contacts = found }, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task AddAsync(OneShot oneShot, DirectiveMaker maker, List<(long Row, Event Event)> events, Tally tally, CancellationToken cancellationToken)
    {
        IReadOnlyList<EventDirectives> made = await maker.MakeAsync([.. events.Select(static each => each.Event)], oneShot.Batch, cancellationToken).ConfigureAwait(false);
        var directives = new List<Directive>(events.Count);
        for (int i = 0; i < events.Count; i++)
        {
            tally.Take(events[i].Row, made[i]);
            // The text is the one-shot's own, whatever rules name.
            directives.AddRange(made[i].Directives.Select(directive => directive with { Template = OneShotWork.Template, PassesCooldown = oneShot.PassesCooldown }));
        }

        if (directives.Count > 0)
            await desk.Options.Notifications.AddAsync(directives, cancellationToken).ConfigureAwait(false);
        events.Clear();
    }

    private static ContactBook EnteredBook(OneShot oneShot) => new("entered", oneShot.Entered
        .Select(static each => (each, Object: ContactObject.TryParse(each.Object, out ContactObject? about) ? about : null))
        .Where(static pair => pair.Object is not null)
        .Select(static pair => new ContactEntry(pair.Object!, new Contact(pair.each.Email)) { Origin = ContactOrigin.Manual }));

    private Task<OneShot> SaveAsync(JobWork work, OneShot oneShot, Func<OneShot, OneShot> change, CancellationToken cancellationToken)
        => desk.ChangeAsync(oneShot.Id, each => each.JobOf(kind) == work.Job.Id && each.State == OneShotState.Draft ? change(each) : throw new InvalidDataException("The one-shot was changed since."), cancellationToken);

    private sealed class Tally
    {
        public long Rows { get; private set; }

        public long With { get; private set; }

        public long Without { get; private set; }

        public long Inhibited { get; private set; }

        public List<UnmatchedRow> Unmatched { get; } = [];

        public HashSet<string> Silent { get; } = new(StringComparer.Ordinal);

        public void Take(long row, EventDirectives made)
        {
            (Event message, ContactAnswer answer) = (made.Message, made.Contacts);
            Rows++;
            Silent.UnionWith(answer.Silent.Select(static source => $"{source.Source}: {source.Reason}"));
            if (made.Directives.Count > 0)
            {
                With++;
                return;
            }

            bool isInhibited = CooldownPolicy.IsMuted(message) || answer.Inhibition is not null || answer.Chosen.Count > 0;
            if (isInhibited)
                Inhibited++;
            else
                Without++;
            if (Unmatched.Count < ShownRows)
            {
                string about = message.GetString("source.ip") ?? message.GetString("source.fqdn") ?? message.GetString("source.network") ?? message.GetString("source.url") ?? "";
                string reason = !isInhibited && answer.PassedOver is [var first, ..] ? first.Reason : made.NotTold.Values.First();
                Unmatched.Add(new UnmatchedRow(row, CellError.Shown(about), message.GetInt64("source.asn") ?? 0, message.GetString("source.geolocation.cc") ?? "", reason));
            }
        }
    }
}
