using System.Security.Cryptography;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>
/// The lineage of a message that came without its envelope, such as over IntelMQ's own queues: made of its content, so that it is the same
/// when the same message comes again after a crash.
/// </summary>
internal static class MessageLineage
{
    public static Lineage Of(Message message) => Lineage.OfReport("", IdentityOf(message));

    public static byte[] IdentityOf(Message message) => SHA256.HashData(message.ToJson());
}
