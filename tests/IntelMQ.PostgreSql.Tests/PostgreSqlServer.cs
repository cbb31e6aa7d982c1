namespace IntelMQ.PostgreSql.Tests;

/// <summary>The one server of the tests that do not break it.</summary>
[CollectionDefinition(Name)]
public sealed class PostgreSqlServer : ICollectionFixture<PostgreSqlServer>, IDisposable
{
    public const string Name = "PostgreSQL";

    private readonly Lazy<PostgreSqlProgram> _program = new(PostgreSqlProgram.Start);

    public PostgreSqlProgram Program => _program.Value;

    public void Dispose()
    {
        if (_program.IsValueCreated)
            _program.Value.Dispose();
    }
}
