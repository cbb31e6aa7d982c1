using IntelMQ.Notifications.Stores;
using Microsoft.Extensions.Time.Testing;

namespace IntelMQ.Notifications.Tests.Stores;

public sealed class MemoryNotificationStoreTests
{
    [Theory]
    [MemberData(nameof(NotificationStoreCases.Names), MemberType = typeof(NotificationStoreCases))]
    public async Task Keeps_notifications_in_memory(string name)
    {
        FakeTimeProvider clock = NotificationStoreCases.NewClock();
        await using var store = new MemoryNotificationStore(clock);
        await NotificationStoreCases.RunAsync(name, store, clock);
    }
}
