using System.Globalization;
using System.Net;
using System.Text;

namespace IntelMQ.Bots.Lookups;

/// <summary>Addresses the way round that DNS wants them: IPv4 by octets, IPv6 by hexadecimal digits, the last first.</summary>
internal static class ReverseName
{
    /// <summary>The name without a zone, such as <c>1.2.0.192</c>.</summary>
    public static string Of(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        var name = new StringBuilder(bytes.Length * 4);
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            if (bytes.Length == 4)
                name.Append(CultureInfo.InvariantCulture, $"{bytes[i]}.");
            else
                name.Append(CultureInfo.InvariantCulture, $"{bytes[i] & 15:x}.{bytes[i] >> 4:x}.");
        }

        name.Length--;
        return name.ToString();
    }
}
