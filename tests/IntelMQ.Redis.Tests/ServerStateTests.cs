using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Redis.Tests;

// Servers that ask for more than an address, or are not ready; for lists and for streams.
public sealed class ServerStateTests : IDisposable
{
    private static readonly QueueName In = new("in-queue");

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-redis").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_encrypted_server_is_known_by_its_authority_alone(bool streams)
    {
        (string authority, string certificate, string key) = MakeCertificate("localhost");
        int port = RedisProgram.FreePort();
        using RedisProgram server = RedisProgram.Start("--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", authority, "--tls-auth-clients", "no");
        RedisBrokerOptions Options(string host, string? authorities) => new() { Host = host, Port = port, Tls = true, CertificateAuthorities = authorities, PollInterval = TimeSpan.FromSeconds(20) };

        await using (IBroker broker = Open(Options("localhost", authority), streams))
            Assert.True(await GoesThroughAsync(broker) < TimeSpan.FromSeconds(15), "The server does not tell of messages over TLS.");
        await using (IBroker stranger = Open(Options("localhost", null), streams))
            await Assert.ThrowsAsync<IOException>(() => stranger.DeclareAsync(new QueueDeclaration(In, null, 1), default).AsTask());
        await using (IBroker another = Open(Options("127.0.0.1", authority), streams))
            await Assert.ThrowsAsync<IOException>(() => another.DeclareAsync(new QueueDeclaration(In, null, 1), default).AsTask());
    }

    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_user_with_the_rights_that_the_page_names_is_enough(bool streams)
    {
        using RedisProgram server = RedisProgram.Start("--user", "intelmq", "on", ">secret", "resetkeys", "~*-queue", "~*-queue-internal", "~intelmq.net:*", "-@all", "+@connection", "+@list", "+@string", "+@hash", "+@sortedset", "+@stream", "+@scripting", "+del", "+exists", "+expire", "+pexpire", "+type", "+scan", "+time", "+info", "+multi", "+exec");
        RedisBrokerOptions options = server.Options();
        (options.User, options.Password) = ("intelmq", new Secret("secret"));
        await using IBroker broker = Open(options, streams);

        await GoesThroughAsync(broker);
        Assert.Contains(In, await broker.ListQueuesAsync(default));
    }

    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_password_that_is_changed_is_told_of_until_it_is_mended(bool streams)
    {
        using RedisProgram server = RedisProgram.Start("--requirepass", "old");
        RedisBrokerOptions options = server.Options();
        options.Password = new Secret("old");
        await using IBroker broker = Open(options, streams);
        await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        server.CallAs("old", "CONFIG", "SET", "requirepass", "new");
        server.CallAs("new", "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

        string told = await ToldAsync(broker, "refuses the user or the password");
        server.CallAs("new", "CONFIG", "SET", "requirepass", "old");
        await GoesThroughAsync(broker);

        Assert.DoesNotContain("old", told, StringComparison.Ordinal);
    }

    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_loads_its_data_is_told_of_and_then_used(bool streams)
    {
        using RedisProgram server = RedisProgram.Start("--key-load-delay", "300", "--loading-process-events-interval-bytes", "1024");
        server.Call(5, "EVAL", "for i = 1, 5000 do redis.call('SET', 'key' .. i, string.rep('x', 100)) end", "0");
        server.Call(5, "SAVE");
        server.Kill();
        server.Run();
        await using IBroker broker = Open(server.Options(), streams);

        await ToldAsync(broker, "still loading");
        await GoesThroughAsync(broker);
    }

    private static IBroker Open(RedisBrokerOptions options, bool streams) => streams ? new RedisStreamBroker(options) : new RedisBroker(options);

    private static async Task<string> ToldAsync(IBroker broker, string part)
    {
        string told = "";
        for (int attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
            }
            catch (IOException exception)
            {
                told = exception.Message;
                if (told.Contains(part, StringComparison.Ordinal))
                    return told;
            }

            await Task.Delay(10);
        }

        Assert.Fail($"It is not told that the server {part}; last: {told}");
        return told;
    }

    // A reader that waits gets what is written; for as long as the server has to be asked again, as the pipeline does.
    private static async Task<TimeSpan> GoesThroughAsync(IBroker broker)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
                await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
                Task<IReadOnlyList<Delivery>> receiving = reader.ReceiveAsync(1, long.MaxValue, default).AsTask();
                // The server is told whom to tell.
                await Task.Delay(attempt == 0 ? 1500 : 10);
                var message = new Event();
                message.Set("extra.text", "a").ThrowIfRefused();
                var batch = new OutgoingBatch(In);
                batch.Messages.Add(new Outgoing(message));
                await using IQueueWriter writer = await broker.OpenWriterAsync(default);
                long start = TimeProvider.System.GetTimestamp();
                await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, default);
                Delivery[] taken = [.. await receiving.WaitAsync(TimeSpan.FromSeconds(40))];
                TimeSpan took = TimeProvider.System.GetElapsedTime(start);
                Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = taken }, default)).IsStored);
                return took;
            }
            catch (IOException) when (attempt < 300)
            {
                await Task.Delay(50);
            }
        }
    }

    private (string Authority, string Certificate, string Key) MakeCertificate(string host)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Example Authority", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 authority = root.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(authority, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);
        return (Write("ca.pem", authority.ExportCertificatePem()), Write("server.pem", certificate.ExportCertificatePem()), Write("server.key", key.ExportPkcs8PrivateKeyPem()));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
