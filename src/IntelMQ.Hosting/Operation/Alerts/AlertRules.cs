using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Operation;

/// <summary>
/// The rules of alerts: those of <c>alerts.yaml</c> beside <c>runtime.yaml</c>, else the defaults. The file holds <c>silent</c>, <c>failures</c> and
/// <c>queue</c> for all bots, <c>bots</c> with the same for some, and the receivers <c>webhook</c> and <c>mail</c>.
/// </summary>
public sealed record AlertRules
{
    /// <summary>The file's name.</summary>
    public const string FileName = "alerts.yaml";

    /// <summary>The limits of all bots.</summary>
    public AlertLimits Limits { get; init; } = new();

    /// <summary>The limits of some bots, by id.</summary>
    public IReadOnlyDictionary<string, AlertLimits> Bots { get; init; } = new Dictionary<string, AlertLimits>();

    /// <summary>Where notices are posted as JSON.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>Where mails go.</summary>
    public AlertMail? Mail { get; init; }

    /// <summary>The limits of a bot.</summary>
    public AlertLimits Of(string bot) => Bots.GetValueOrDefault(bot) ?? Limits;

    /// <summary>Reads the rules of a configuration's folder.</summary>
    /// <exception cref="PipelineConfigurationException">The file cannot be used; all complaints at once.</exception>
    public static AlertRules Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllText(path), path) : new AlertRules();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PipelineConfigurationException((IEnumerable<PipelineComplaint>)[new PipelineComplaint($"The file '{path}' cannot be read: {exception.Message}")]);
        }
    }

    /// <summary>Reads rules.</summary>
    /// <param name="text">The document.</param>
    /// <param name="source">Its name, for complaints.</param>
    /// <exception cref="PipelineConfigurationException">It cannot be used; all complaints at once.</exception>
    public static AlertRules Parse(string text, string? source)
    {
        DocumentNode? root = YamlTree.Read(text, source, out PipelineComplaint? unreadable);
        var reader = new Reader();
        if (unreadable is not null)
            reader.Complaints.Add(unreadable);
        AlertRules rules = root is { Kind: DocumentKind.Map } ? reader.Rules(root) : new AlertRules();
        if (root is { Kind: not (DocumentKind.Map or DocumentKind.Null) })
            reader.Complain(root, "the document is no map.");
        return reader.Complaints.Count == 0 ? rules : throw new PipelineConfigurationException(reader.Complaints.AsEnumerable());
    }

    private sealed class Reader
    {
        public List<PipelineComplaint> Complaints { get; } = [];

        public AlertRules Rules(DocumentNode root)
        {
            AlertLimits limits = Limits(root, new AlertLimits(), ["bots", "webhook", "mail"]);
            var bots = new Dictionary<string, AlertLimits>(StringComparer.Ordinal);
            foreach (DocumentEntry bot in Find(root, "bots")?.Entries ?? [])
                bots[bot.Name] = Limits(bot.Value, limits, []);
            return new AlertRules { Limits = limits, Bots = bots, Webhook = Webhook(Find(root, "webhook")), Mail = Mail(Find(root, "mail")) };
        }

        public void Complain(DocumentNode node, string message) => Complaints.Add(new PipelineComplaint($"Alerts: {message}") { Place = node.Place });

        private AlertLimits Limits(DocumentNode map, AlertLimits usual, string[] others)
        {
            if (map.Kind is not (DocumentKind.Map or DocumentKind.Null))
                Complain(map, "limits must be a map.");
            foreach (DocumentEntry entry in map.Entries.Where(entry => entry.Name is not ("silent" or "failures" or "queue") && !others.Contains(entry.Name)))
                Complain(entry.Value, $"there is no '{entry.Name}'; there are silent, failures, queue{string.Concat(others.Select(static other => $", {other}"))}.");
            return usual with
            {
                SilentTimes = Rule(map, "silent", "times", usual.SilentTimes),
                FailuresPercent = Rule(map, "failures", "percent", usual.FailuresPercent, "minutes", "least"),
                FailuresMinutes = Number(Find(map, "failures"), "minutes") ?? usual.FailuresMinutes,
                FailuresLeast = Number(Find(map, "failures"), "least") ?? usual.FailuresLeast,
                QueueMinutes = Rule(map, "queue", "minutes", usual.QueueMinutes),
            };
        }

        // "false" switches a rule off.
        private double? Rule(DocumentNode map, string name, string limit, double? usual, params string[] more)
        {
            if (Find(map, name) is not { } rule)
                return usual;
            if (rule is { Kind: DocumentKind.Boolean, Text: "false" })
                return null;
            if (rule.Kind != DocumentKind.Map)
                Complain(rule, $"{name} must be false, or a map with {limit}.");
            foreach (DocumentEntry entry in rule.Entries.Where(entry => entry.Name != limit && !more.Contains(entry.Name)))
                Complain(entry.Value, $"{name} has no '{entry.Name}'.");
            return Number(rule, limit) ?? usual;
        }

        private double? Number(DocumentNode? map, string name)
        {
            if (map is null || Find(map, name) is not { } node)
                return null;
            if (node.Kind == DocumentKind.Number && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0)
                return number;
            Complain(node, $"{name} must be a number above 0.");
            return null;
        }

        private Uri? Webhook(DocumentNode? node)
        {
            if (node is null)
                return null;
            if (node.Kind == DocumentKind.Text && Uri.TryCreate(node.Text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
                return new Uri(node.Text);
            Complain(node, "webhook must be a URL with http or https.");
            return null;
        }

        private AlertMail? Mail(DocumentNode? node)
        {
            if (node is null)
                return null;
            string? host = Text(node, "host");
            string? from = Text(node, "from");
            string[] to = Find(node, "to") is not { } receivers ? [] : receivers.Kind == DocumentKind.List ? [.. receivers.Items.Where(static one => one.IsScalar).Select(static one => one.Text)] : [receivers.Text];
            int port = (int)(Number(node, "port") ?? 25);
            if (host is null || from is null || to.Length == 0 || port > 65535)
            {
                Complain(node, "mail must be a map with host, from and to (and port, user, password_file).");
                return null;
            }

            Secret? password = null;
            if (Text(node, "password_file") is { } file)
            {
                try
                {
                    password = new Secret(File.ReadAllText(file).Trim());
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    Complain(node, $"password_file cannot be read: {exception.Message}");
                }
            }

            return new AlertMail(host, port, from, to) { User = Text(node, "user"), Password = password };
        }

        private static string? Text(DocumentNode map, string name) => Find(map, name) is { Kind: DocumentKind.Text, Text.Length: > 0 } text ? text.Text : null;

        private static DocumentNode? Find(DocumentNode map, string name) => map.Entries.LastOrDefault(entry => entry.Name == name)?.Value;
    }
}
