namespace IntelMQ.Mail.Tests;

/// <summary>One server for the tests of a class, started by the first that needs it.</summary>
public sealed class MailServerFixture : IDisposable
{
    private readonly Lazy<DovecotServer> _server = new(static () => new DovecotServer());

    public DovecotServer Server => _server.Value;

    public void Dispose()
    {
        if (_server.IsValueCreated)
            _server.Value.Dispose();
    }
}
