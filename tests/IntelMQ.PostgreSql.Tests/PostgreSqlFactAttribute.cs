namespace IntelMQ.PostgreSql.Tests;

/// <summary>A test that needs the server's program; skipped where it is missing, unless servers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    public PostgreSqlFactAttribute() => Skip = PostgreSqlProgram.WhyNot!;
}

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
