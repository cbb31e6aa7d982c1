using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;

namespace IntelMQ.Tests;

/// <summary>
/// What MongoDB's driver needs of a server, on a free port of the loopback: the wire protocol's OP_MSG and the OP_QUERY of the first greeting,
/// the commands hello, ping and insert, and a log-in by SCRAM-SHA-256. It keeps what it is given, and answers as a test says.
/// </summary>
internal sealed class MongoStandIn : IAsyncDisposable
{
    private const int Reply = 1;
    private const int Query = 2004;
    private const int Msg = 2013;

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _sessions = [];
    private readonly List<TcpClient> _clients = [];

    public MongoStandIn(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _sessions.Add(AcceptAsync());
    }

    public int Port { get; }

    /// <summary>The user that has to log in, and the password; null where nobody has to.</summary>
    public (string User, string Password)? User { get; init; }

    /// <summary>What is answered to an insert, given its documents: null for success, <see cref="Hangup"/> for a connection that is closed.</summary>
    public Func<IReadOnlyList<BsonDocument>, BsonDocument?> OnInsert { get; set; } = static _ => null;

    /// <summary>What has the connection closed without an answer.</summary>
    public static BsonDocument Hangup { get; } = [];

    /// <summary>All documents that came, with database and collection, whatever was answered.</summary>
    public List<(string Collection, BsonDocument Document)> Inserted { get; } = [];

    /// <summary>For each connection that asked for a ping or an insert: the user that logged in over it; null where nobody did.</summary>
    public List<string?> Connections { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Task[] sessions;
        lock (_sessions)
        {
            sessions = [.. _sessions];
            _clients.ForEach(static client => client.Dispose());
        }

        await Task.WhenAll(sessions);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                lock (_sessions)
                {
                    _clients.Add(client);
                    _sessions.Add(Task.Run(() => ServeAsync(client)));
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                var session = new Session(this);
                byte[] header = new byte[16];
                while (true)
                {
                    await stream.ReadExactlyAsync(header, _end.Token);
                    byte[] body = new byte[BinaryPrimitives.ReadInt32LittleEndian(header) - 16];
                    await stream.ReadExactlyAsync(body, _end.Token);
                    int request = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
                    bool isQuery = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)) == Query;
                    BsonDocument command = isQuery ? ReadQuery(body) : ReadMessage(body);
                    BsonDocument answer = session.Answer(command);
                    if (ReferenceEquals(answer, Hangup))
                        return;
                    await stream.WriteAsync(Frame(isQuery, request, answer.ToBson()), _end.Token);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }

    private static byte[] Frame(bool isQuery, int request, byte[] document)
    {
        byte[] head = new byte[isQuery ? 36 : 21];
        BinaryPrimitives.WriteInt32LittleEndian(head, head.Length + document.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), request);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), isQuery ? Reply : Msg);
        // One document behind flags, cursor and start.
        if (isQuery)
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(32), 1);
        return [.. head, .. document];
    }

    private static BsonDocument ReadQuery(byte[] body)
    {
        int name = Array.IndexOf(body, (byte)0, 4);
        return Document(body.AsSpan(name + 9));
    }

    // Documents of an insert may stand in a section of their own.
    private static BsonDocument ReadMessage(byte[] body)
    {
        BsonDocument command = [];
        var apart = new List<(string Name, BsonArray Documents)>();
        for (int at = 4; at < body.Length;)
        {
            if (body[at++] == 0)
            {
                int length = BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at));
                command = Document(body.AsSpan(at, length));
                at += length;
                continue;
            }

            int end = at + BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at));
            int zero = Array.IndexOf(body, (byte)0, at + 4);
            string name = Encoding.UTF8.GetString(body, at + 4, zero - at - 4);
            var documents = new BsonArray();
            for (at = zero + 1; at < end;)
            {
                int length = BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at));
                documents.Add(Document(body.AsSpan(at, length)));
                at += length;
            }

            apart.Add((name, documents));
        }

        foreach ((string name, BsonArray documents) in apart)
            command[name] = documents;
        return command;
    }

    private static BsonDocument Document(ReadOnlySpan<byte> bytes)
    {
        using var reader = new BsonBinaryReader(new MemoryStream(bytes.ToArray()));
        return BsonSerializer.Deserialize<BsonDocument>(reader);
    }

    /// <summary>What one connection has said so far.</summary>
    private sealed class Session(MongoStandIn server)
    {
        private int _connection = -1;
        private string _clientFirst = "";
        private string _serverFirst = "";
        private byte[] _salted = [];
        private string? _user;

        public BsonDocument Answer(BsonDocument command)
        {
            string name = command.GetElement(0).Name;
            switch (name.ToLowerInvariant())
            {
                case "hello" or "ismaster":
                    return Greeting(command);
                case "saslstart":
                    return Begin(Encoding.UTF8.GetString(command["payload"].AsByteArray));
                case "saslcontinue":
                    return Continue(Encoding.UTF8.GetString(command["payload"].AsByteArray));
                case "ping" or "insert":
                    Note();
                    if (server.User is not null && _user is null)
                        return Error(13, "command requires authentication");
                    return name == "insert" ? Insert(command) : new BsonDocument("ok", 1);
                default:
                    return new BsonDocument { ["version"] = "7.0.0", ["ok"] = 1 };
            }
        }

        private void Note()
        {
            lock (server.Connections)
            {
                if (_connection < 0)
                {
                    _connection = server.Connections.Count;
                    server.Connections.Add(_user);
                }
            }
        }

        private BsonDocument Insert(BsonDocument command)
        {
            BsonDocument[] documents = [.. command["documents"].AsBsonArray.Select(static document => document.AsBsonDocument)];
            lock (server.Inserted)
                server.Inserted.AddRange(documents.Select(document => ($"{command["$db"].AsString}/{command["insert"].AsString}", document)));
            return server.OnInsert(documents) ?? new BsonDocument { ["n"] = documents.Length, ["ok"] = 1 };
        }

        private static BsonDocument Greeting(BsonDocument command)
        {
            var greeting = new BsonDocument
            {
                ["helloOk"] = true,
                ["ismaster"] = true,
                ["isWritablePrimary"] = true,
                ["maxBsonObjectSize"] = 16 << 20,
                ["maxMessageSizeBytes"] = 48_000_000,
                ["maxWriteBatchSize"] = 100_000,
                ["minWireVersion"] = 0,
                ["maxWireVersion"] = 21,
                ["readOnly"] = false,
                ["ok"] = 1,
            };
            if (command.Contains("saslSupportedMechs"))
                greeting["saslSupportedMechs"] = new BsonArray(["SCRAM-SHA-256"]);
            return greeting;
        }

        private BsonDocument Begin(string payload)
        {
            // Without channel binding, and without another name: "n,,n=USER,r=NONCE".
            _clientFirst = payload["n,,".Length..];
            string nonce = _clientFirst[(_clientFirst.IndexOf(",r=", StringComparison.Ordinal) + 3)..];
            byte[] salt = RandomNumberGenerator.GetBytes(16);
            _salted = Rfc2898DeriveBytes.Pbkdf2(server.User?.Password ?? "", salt, 4096, HashAlgorithmName.SHA256, 32);
            _serverFirst = $"r={nonce}{Convert.ToHexString(salt)},s={Convert.ToBase64String(salt)},i=4096";
            return Step(_serverFirst, isDone: false);
        }

        private BsonDocument Continue(string payload)
        {
            if (payload.Length == 0)
                return Step("", isDone: true);
            int proofAt = payload.IndexOf(",p=", StringComparison.Ordinal);
            byte[] proof = Convert.FromBase64String(payload[(proofAt + 3)..]);
            byte[] said = Encoding.UTF8.GetBytes($"{_clientFirst},{_serverFirst},{payload[..proofAt]}");
            byte[] clientKey = HMACSHA256.HashData(_salted, "Client Key"u8);
            byte[] stored = SHA256.HashData(clientKey);
            byte[] signature = HMACSHA256.HashData(stored, said);
            byte[] claimed = [.. proof.Zip(signature, static (a, b) => (byte)(a ^ b))];
            string user = _clientFirst["n=".Length.._clientFirst.IndexOf(',', StringComparison.Ordinal)];
            if (user != server.User?.User || !SHA256.HashData(claimed).SequenceEqual(stored))
                return Error(18, "Authentication failed.");
            _user = user;
            return Step($"v={Convert.ToBase64String(HMACSHA256.HashData(HMACSHA256.HashData(_salted, "Server Key"u8), said))}", isDone: true);
        }

        private static BsonDocument Step(string payload, bool isDone)
            => new() { ["conversationId"] = 1, ["done"] = isDone, ["payload"] = new BsonBinaryData(Encoding.UTF8.GetBytes(payload)), ["ok"] = 1 };

        private static BsonDocument Error(int code, string message) => new() { ["ok"] = 0, ["code"] = code, ["errmsg"] = message };
    }
}
