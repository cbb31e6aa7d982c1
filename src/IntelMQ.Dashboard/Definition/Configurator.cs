using System.Security.Cryptography;
using System.Text;
using IntelMQ.Dashboard.Access;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Hosting.Running;
using IntelMQ.Pipelines;
using IntelMQ.Records;

namespace IntelMQ.Dashboard.Definition;

/// <summary>Reads and writes the host's configuration: checked first, held to what the host allows, kept in the history, taken over by what runs.</summary>
internal sealed class Configurator(IntelMQHost host, IRecords records, OutsidePolicy outside, Trail trail) : IDisposable
{
    /// <summary>The name of the pipeline in the history.</summary>
    public const string Pipeline = "default";

    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Masks secrets of this host's bots.</summary>
    public SecretMask Mask { get; } = new(host.Bots);

    /// <summary>The file as it is, with secrets, and its tag.</summary>
    /// <exception cref="PipelineConfigurationException">It cannot be read.</exception>
    public (DocumentNode Root, string Tag) Read()
    {
        RuntimeFile file = RuntimeFile.OpenFolder(host.ConfigurationFolder);
        return (file.Root, TagOf(file.Text));
    }

    /// <summary>What a new document would change, and what is wrong with it.</summary>
    public Task<ConfigurationPlan> PlanAsync(DocumentNode wanted, CancellationToken cancellationToken)
        => PlanAsync(RuntimeFile.OpenFolder(host.ConfigurationFolder), wanted, cancellationToken);

    /// <summary>Puts a document in place of the file, if nothing is wrong with it and the file has the tag still.</summary>
    /// <param name="caller">Who wants it.</param>
    /// <param name="wanted">The document; masks stand for the secrets of the file.</param>
    /// <param name="tag">The tag of the document that it was made from; <see langword="null"/> for whatever it is now.</param>
    /// <param name="note">Why.</param>
    /// <param name="cancellationToken">Ends the attempt before anything is written.</param>
    /// <exception cref="ConfigurationChangedException">The file is another by now.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task<ConfigurationPlan> WriteAsync(Caller caller, DocumentNode wanted, string? tag, string note, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RuntimeFile file = RuntimeFile.OpenFolder(host.ConfigurationFolder);
            string before = TagOf(file.Text);
            if (tag is not null && tag != before)
                throw new ConfigurationChangedException(file.Path!);
            DocumentNode old = file.Root;
            ConfigurationPlan plan = await PlanAsync(file, wanted, cancellationToken).ConfigureAwait(false);
            if (!plan.IsAllowed || plan.IsUnchanged)
                return plan;
            await trail.AddAsync(caller, "definition.apply", Pipeline, null, string.Join('\n', plan.Changes), note, cancellationToken).ConfigureAwait(false);
            await RememberAsync(caller, old, SecretMask.Fill(wanted, old), note).ConfigureAwait(false);
            file.Save();
            plan = plan with { Tag = TagOf(file.Text) };
            try
            {
                await host.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
                return plan;
            }
            catch (PipelineConfigurationException exception)
            {
                // The file counts from the next start on; what runs goes on as it was.
                return plan with { NotTakenOver = exception.Complaints };
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    // Makes the changes in the opened file, which is not saved by that.
    private async Task<ConfigurationPlan> PlanAsync(RuntimeFile file, DocumentNode wanted, CancellationToken cancellationToken)
    {
        var complaints = new List<string>();
        foreach (DocumentEntry entry in wanted.Entries.Where(static entry => entry.Value.Kind != DocumentKind.Map))
            complaints.Add($"{entry.Name}: it must be a map.");
        string before = TagOf(file.Text);
        if (wanted.Kind != DocumentKind.Map || complaints.Count > 0)
            return new ConfigurationPlan(before, [], complaints.Count > 0 ? complaints : ["The document is no map of bots."], []);
        RuntimeConfiguration old = host.ParseConfiguration(file.Text);
        DocumentNode filled = SecretMask.Fill(wanted, file.Root);
        complaints.AddRange(SecretMask.Left(filled).Select(static left => $"{left.Bot}: {left.Parameter} has no value yet: '{SecretMask.Mask}' stands for one that is set."));
        file.SetAll(filled);
        RuntimeConfiguration now = host.ParseConfiguration(file.Text);
        DefinitionDiff diff = old.ToDefinition(host.Bots).Diff(now.ToDefinition(host.Bots));
        string[] changes = [.. diff.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)];
        // What is not allowed is not looked at any further: neither files nor secrets of bots that reach for them.
        complaints.AddRange(await FindOutsideAsync(now, diff, cancellationToken).ConfigureAwait(false));
        if (complaints.Count > 0)
            return new ConfigurationPlan(before, changes, complaints, []);
        PipelineComplaint[] found = [.. (await host.CheckAsync(now, null, cancellationToken).ConfigureAwait(false)).Complaints];
        return new ConfigurationPlan(
            before,
            changes,
            [.. found.Where(static complaint => !complaint.IsWarning).Select(static complaint => complaint.ToString())],
            [.. found.Where(static complaint => complaint.IsWarning).Select(static complaint => complaint.ToString())])
        {
            IsUnchanged = TagOf(file.Text) == before,
        };
    }

    // Bots that stay as they are were put into the file by whom it belongs to.
    private async Task<IEnumerable<string>> FindOutsideAsync(RuntimeConfiguration now, DefinitionDiff diff, CancellationToken cancellationToken)
    {
        var changed = new HashSet<string>(diff.Added.Select(static bot => bot.Id).Concat(diff.Changed.Select(static bot => bot.Id)), StringComparer.Ordinal);
        if (changed.Count == 0)
            return [];
        return (await host.CheckAsync(now, outside, cancellationToken).ConfigureAwait(false)).Complaints
            .Where(complaint => !complaint.IsWarning && complaint.Bot is { } bot && changed.Contains(bot))
            .Select(static complaint => complaint.ToString());
    }

    private async Task RememberAsync(Caller caller, DocumentNode old, DocumentNode now, string note)
    {
        DefinitionVersion? last = await records.Definitions.FindAsync(Pipeline, null, CancellationToken.None).ConfigureAwait(false);
        // What was there before the first change is kept, so that one can go back to it.
        last ??= await records.Definitions.AddAsync(Pipeline, Json(old), "(file)", "", 0, CancellationToken.None).ConfigureAwait(false);
        await records.Definitions.AddAsync(Pipeline, Json(now), caller.Name, note, last?.Number ?? 0, CancellationToken.None).ConfigureAwait(false);
    }

    private byte[] Json(DocumentNode root) => Encoding.UTF8.GetBytes(Mask.Hide(root).ToJson().GetRawText());

    private static string TagOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
