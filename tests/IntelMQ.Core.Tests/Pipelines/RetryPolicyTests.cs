using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class RetryPolicyTests
{
    public static TheoryData<Exception, bool> Errors => new()
    {
        { new IOException("reset"), true },
        { new TimeoutException(), true },
        { new HttpRequestException("refused"), true },
        { new FileNotFoundException("gone", "/data/events.jsonl"), true },
        { new FileNotFoundException("gone"), true },
        { new FileNotFoundException("Could not load file or assembly.", "Sample.Driver, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null"), false },
        { new FileLoadException("damaged", "Sample.Driver"), false },
        { new InvalidOperationException(), false },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_missing_part_of_the_program_is_no_error_that_passes(Exception exception, bool isTransient)
        => Assert.Equal(isTransient, RetryPolicy.IsTransient(exception));
}
