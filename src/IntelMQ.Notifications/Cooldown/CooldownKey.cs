using System.Security.Cryptography;
using System.Text;

namespace IntelMQ.Notifications.Cooldown;

/// <summary>What is not told again for a time: a problem, of an object, to a recipient. A corrected contact is another recipient, and is told at once.</summary>
/// <param name="Problem">The problem, such as <c>vulnerable-system/open-dns</c>.</param>
/// <param name="Object">What has it, such as <c>192.0.2.7:53</c>.</param>
/// <param name="Recipient">The e-mail address, in small letters.</param>
public readonly record struct CooldownKey(string Problem, string Object, string Recipient)
{
    /// <summary>A digest of all three for stores that want keys of one size; each part is told from the next by its length.</summary>
    public byte[] ToDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in (string[])[Problem, Object, Recipient])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder((long)bytes.Length)));
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
