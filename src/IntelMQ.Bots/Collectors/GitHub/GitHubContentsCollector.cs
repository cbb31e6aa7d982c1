using System.Runtime.CompilerServices;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>Takes the files of a GitHub repository whose names match an expression, folders within folders too, each once while it is what it was.</summary>
/// <remarks>
/// The token goes to GitHub's API alone, not to where files are downloaded. A file that cannot be downloaded keeps none of the others back; it
/// is asked for again with the next attempt.
/// </remarks>
[Bot("intelmq.bots.collectors.github_api.collector_github_contents_api", BotKind.Collector, Summary = "Takes files of a GitHub repository.")]
public sealed partial class GitHubContentsCollector : HttpSourceCollector
{
    private const int MaxDepth = 32;
    private const int MaxFolders = 5000;

    private static readonly Uri Service = new("https://api.github.com/");

    private readonly GitHubContentsCollectorOptions _options;
    private readonly PythonPattern _pattern;
    private readonly TakenItems _taken;

    /// <inheritdoc cref="GitHubContentsCollector(GitHubContentsCollectorOptions)"/>
    public GitHubContentsCollector(GitHubContentsCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
    {
        _options = options!;
        _pattern = Patterns.Of(_options.Regex)!;
        _taken = new TakenItems(State, TimeSpan.Zero, null);
    }

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">A folder cannot be listed, or a file not be had.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HttpServiceException? failed = null;
        await foreach (GitHubFile file in FilesAsync(cancellationToken).ConfigureAwait(false))
        {
            DownloadedFile content;
            try
            {
                content = await DownloadAsync(file.Url, null, _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpServiceException exception)
            {
                Log.NotDownloaded(Shown(file.Path), exception.Message);
                failed ??= exception;
                continue;
            }

            if (content.Data.Length > 0)
                yield return ReportOf(file, content);
        }

        if (failed is not null)
            throw failed;
    }

    private async IAsyncEnumerable<GitHubFile> FilesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What is to be listed, the next one on top; files and folders come in the order in which GitHub lists them.
        var left = new Stack<(GitHubFile Entry, int Depth)>();
        int folders = 0;
        await PushAsync(new Uri(Service, $"repos/{_options.Repository}/contents"), 0).ConfigureAwait(false);
        while (left.TryPop(out (GitHubFile Entry, int Depth) next))
        {
            if (next.Entry.IsFolder)
                await PushAsync(next.Entry.Url, next.Depth + 1).ConfigureAwait(false);
            else if (!_options.SkipUnchanged || !_taken.Contains(next.Entry.Path, next.Entry.Sha))
                yield return next.Entry;
        }

        async Task PushAsync(Uri folder, int depth)
        {
            if (depth > MaxDepth || ++folders > MaxFolders)
                throw new HttpServiceException($"The repository {_options.Repository} has more than {MaxFolders} folders, or is nested deeper than {MaxDepth}.");
            List<GitHubFile> listed = await ListAsync(folder, cancellationToken).ConfigureAwait(false);
            for (int i = listed.Count - 1; i >= 0; i--)
                left.Push((listed[i], depth));
        }
    }

    private async Task<List<GitHubFile>> ListAsync(Uri folder, CancellationToken cancellationToken)
    {
        using JsonDocument answer = await AskJsonAsync(() => Request(folder), cancellationToken).ConfigureAwait(false);
        if (answer.RootElement.ValueKind != JsonValueKind.Array)
            throw new HttpServiceException($"The answer of {HttpSession.Shown(folder)} is no list of files.");
        var listed = new List<GitHubFile>();
        foreach (JsonElement item in answer.RootElement.EnumerateArray())
        {
            GitHubFile? entry = GitHubFile.Of(item, _options.ExtraFields);
            if (entry is null || (entry.IsFolder && !Service.IsBaseOf(entry.Url)))
                Log.NotListed(Shown(item.ToString()));
            else if (entry.IsFolder || _pattern.Search(entry.Name.AsSpan()) == RegexOutcome.Match)
                listed.Add(entry);
        }

        return listed;
    }

    private CollectedReport ReportOf(GitHubFile file, DownloadedFile content)
    {
        Report report = NewReport(content.Data);
        report.Set(Fields.Feed.Url, file.Url.OriginalString);
        if (file.Metadata is { } metadata)
            report.Set("extra.file_metadata", FieldValue.Json(metadata));
        return NewCollected(report, [_taken.Take(file.Path, file.Sha)], null, System.Text.Encoding.UTF8.GetBytes($"{file.Path}\n{file.Sha}"));
    }

    private HttpRequestMessage Request(Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.github.v3.text-match+json");
        if (_options.PersonalAccessToken is { IsEmpty: false } token)
            request.Headers.TryAddWithoutValidation("Authorization", token.Reveal());
        return request;
    }
}
