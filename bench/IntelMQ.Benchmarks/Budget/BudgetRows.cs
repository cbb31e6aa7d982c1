using IntelMQ.Benchmarks.Brokers;
using IntelMQ.RabbitMq.Tests;
using IntelMQ.Redis.Tests;
using IntelMQ.Tests;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>The rows of the speed budget.</summary>
internal static class BudgetRows
{
    public const int Rows = 50_000;

    public static IReadOnlyList<Func<BudgetRow>> All { get; } =
    [
        static () => new ShadowserverRow(),
        static () => new JsonRow(),
        static () => new ChainRow(),
        static () => new InstancesRow(),
        static () => new AllLinearRow(),
        // Where there is a server.
        .. PostgreSqlProgram.WhyNot is null ? (Func<BudgetRow>[])[static () => new SqlPostgresRow()] : [],
        .. LinearRow.Framings,
        .. Brokers,
    ];

    /// <summary>Those of brokers, as far as their servers are installed.</summary>
    public static IReadOnlyList<Func<BudgetRow>> Brokers =>
    [
        static () => new SqliteRow(),
        .. RedisProgram.WhyNot is null ? (Func<BudgetRow>[])[static () => new RedisListRow(), static () => new RedisStreamRow()] : [],
        .. RabbitProgram.WhyNot is null ? (Func<BudgetRow>[])[static () => new RabbitMqRow()] : [],
    ];
}
