using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Intake;

namespace IntelMQ.Bots.Collectors;

/// <summary>Copies a file with the program rsync, from this machine, an rsync server or by SSH, and makes a report of it.</summary>
/// <remarks>
/// No shell runs: neither a path nor a file's name can become an option or a command. A file that is what was taken and stored last is not taken
/// again. With SSH, hosts must be known unless <c>strict_host_key_checking</c> is off.
/// </remarks>
[Bot("intelmq.bots.collectors.rsync.collector_rsync", BotKind.Collector, Summary = "Copies a file with rsync.")]
public sealed partial class RsyncCollector : Collector
{
    private readonly RsyncCollectorOptions _options;
    private readonly TakenItems _taken;
    private string _folder = "";
    private string? _own;
    private string? _keyFile;

    /// <inheritdoc cref="RsyncCollector(RsyncCollectorOptions)"/>
    public RsyncCollector(RsyncCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _taken = new TakenItems(State, TimeSpan.Zero, null);
    }

    /// <summary>Makes the folder that is copied to, and the file of the key.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The key and copies that nobody asked to be kept go with the collector.
            _own ??= Directory.CreateTempSubdirectory("intelmq-rsync-").FullName;
            _folder = string.IsNullOrEmpty(_options.TempDirectory) ? _own : Path.GetFullPath(_options.TempDirectory);
            Directory.CreateDirectory(_folder);
            if (_options.PrivateKey is { IsEmpty: false } key)
                SshKeyFile.Write(_keyFile = Path.Combine(_own, "private.key"), key.Reveal());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BotConfigurationException(Module, [$"temp_directory cannot be '{_options.TempDirectory}': {exception.Message}"]);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">rsync fails, or the file is too large.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string file = Formatted(_options.File!).TrimStart('/');
        string source = $"{Formatted(_options.RsyncPath!).TrimEnd('/')}/{file}";
        await RsyncProgram.RunAsync(ArgumentsFor(source), _options.RsyncTimeout, Services.Time, cancellationToken).ConfigureAwait(false);
        byte[] data = await ReadAsync(Path.Combine(_folder, Path.GetFileName(file)), cancellationToken).ConfigureAwait(false);
        string digest = Convert.ToHexStringLower(SHA256.HashData(data));
        if (data.Length == 0 || (_options.SkipUnchanged && _taken.Contains(source, digest)))
            yield break;
        yield return NewCollected(NewReport(data), [_taken.Take(source, digest)], null, Encoding.UTF8.GetBytes($"{source}\n{digest}"));
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        if (_own is not null && Directory.Exists(_own))
            Directory.Delete(_own, recursive: true);
        _own = null;
        return base.DisposeAsync();
    }

    private string Formatted(string text)
        => _options.RsyncFilePathFormatting.Shift is { } shift ? UrlTemplate.Parse(text, out _)!.At(Services.Time.GetLocalNow() + shift) : text;

    private List<string> ArgumentsFor(string source)
    {
        List<string> arguments = ShellWords.Split(_options.ExtraParams ?? "")!;
        string? key = string.IsNullOrEmpty(_options.PrivateKeyPath) ? _keyFile : _options.PrivateKeyPath;
        if (key is not null)
            arguments.AddRange(["-e", $"ssh -i '{key}' -o BatchMode=yes -o StrictHostKeyChecking={(_options.StrictHostKeyChecking ? "yes" : "no")}"]);
        arguments.AddRange(["--", source, _folder]);
        return arguments;
    }

    private async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is not null)
            throw new IOException($"What rsync has copied to '{path}' is a link, which is not followed.");
        if (info.Length > _options.MaxReportSize)
            throw new IOException($"The file that rsync has copied has more than {_options.MaxReportSize} bytes, which max_report_size does not allow.");
        return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
    }
}
