using IntelMQ.Redis.Server;

namespace IntelMQ.Redis.Streams;

/// <summary>
/// What runs in the server for queues of streams. All keys of a queue are in one database: <c>intelmq.net:stream:{QUEUE}:PART</c> (a stream, with
/// the group <c>intelmq</c>), and below <c>intelmq.net:lease:{QUEUE}</c> what says who reads: a hash with the number of parts and each part's
/// fencing number, <c>:PART</c> with the lease itself as its time to live, <c>:PART:notes</c> with checkpoints by id, and <c>:hosts</c> with the
/// processes that read the queue.
/// </summary>
internal static partial class StreamScripts
{
    // Times are the server's own, so that no host's clock counts. Written first is what takes no memory: a server whose memory is used up
    // refuses only the first write of a script.
    private const string Helpers = ScriptParts.Arguments + """
        local function clock()
          local time = redis.call('TIME')
          return time[1] * 1000 + math.floor(time[2] / 1000)
        end
        local function before(a, b)
          local ah, al = string.match(a, '^(%d+)-(%d+)$')
          local bh, bl = string.match(b, '^(%d+)-(%d+)$')
          if ah ~= bh then return tonumber(ah) < tonumber(bh) end
          return tonumber(al) < tonumber(bl)
        end
        local function groups(key)
          local found = {}
          for _, flat in ipairs(redis.call('XINFO', 'GROUPS', key)) do
            local group = {}
            for i = 1, #flat, 2 do group[flat[i]] = flat[i + 1] end
            found[#found + 1] = group
          end
          return found
        end
        local function own(key)
          for _, group in ipairs(groups(key)) do
            if group['name'] == 'intelmq' then return group end
          end
        end
        -- What no group has pending or unread goes.
        local function trim(key)
          local lowest
          for _, group in ipairs(groups(key)) do
            local first
            if group['pending'] > 0 then
              first = redis.call('XPENDING', key, group['name'])[2]
            else
              local high, low = string.match(group['last-delivered-id'], '^(%d+)-(%d+)$')
              first = high .. '-' .. string.format('%.0f', tonumber(low) + 1)
            end
            if not lowest or before(first, lowest) then lowest = first end
          end
          if lowest then redis.call('XTRIM', key, 'MINID', '=', lowest) end
        end

        """;

    /// <summary>
    /// database, prefix of the streams, hash of the leases, parts: makes the streams and their groups. Answers 0 where the queue holds messages
    /// and has another number of parts.
    /// </summary>
    public static RedisScript Declare { get; } = new("""
        local streams, leases, parts = ARGV[2], ARGV[3], tonumber(ARGV[4])
        redis.call('SELECT', ARGV[1])
        local known = tonumber(redis.call('HGET', leases, 'parts') or parts)
        if known ~= parts then
          for p = 0, known - 1 do
            if redis.call('EXISTS', streams .. p) == 1 and redis.call('XLEN', streams .. p) > 0 then return 0 end
          end
          for p = 0, known - 1 do redis.call('DEL', streams .. p, leases .. ':' .. p, leases .. ':' .. p .. ':notes') end
        end
        redis.call('HSET', leases, 'parts', parts)
        for p = 0, parts - 1 do
          local has = false
          if redis.call('EXISTS', streams .. p) == 1 then
            for _, group in ipairs(redis.call('XINFO', 'GROUPS', streams .. p)) do has = has or group[2] == 'intelmq' end
          end
          if not has then redis.call('XGROUP', 'CREATE', streams .. p, 'intelmq', '0', 'MKSTREAM') end
        end
        return 1
        """);

    /// <summary>
    /// database, prefix of the streams, hash of the leases, host, milliseconds of a lease, most messages, most bytes, how many at once, how
    /// many leases may be taken; the number of parts, and of each its number, its fencing number (0 for none), and what is asked: <c>read</c>, <c>open</c>, or <c>leave</c>. Answers with
    /// the number of hosts, then of each part: <c>held</c> with its fencing number, or <c>lost</c>, <c>busy</c>, <c>free</c>; and what was taken over
    /// or read: id, message, envelope, how often it was delivered, checkpoint. Without the hash, everything is gone: answers false.
    /// </summary>
    public static RedisScript Take { get; } = new(Helpers + """
        redis.call('SELECT', arg())
        local streams, leases, host, lease, most, bytes, step = arg(), arg(), arg(), tonumber(arg()), tonumber(arg()), tonumber(arg()), tonumber(arg())
        if redis.call('EXISTS', leases) == 0 then return false end
        local now = clock()
        redis.call('ZREMRANGEBYSCORE', leases .. ':hosts', '-inf', now)
        redis.call('ZADD', leases .. ':hosts', now + lease, host)
        local answer = {redis.call('ZCARD', leases .. ':hosts')}
        local taken, size = 0, 0
        local function add(list, part, entry, times)
          if not entry or not entry[2] then return end
          local message, envelope = '', ''
          for i = 1, #entry[2], 2 do
            if entry[2][i] == 'm' then message = entry[2][i + 1] elseif entry[2][i] == 'e' then envelope = entry[2][i + 1] end
          end
          local checkpoint = times > 1 and redis.call('HGET', leases .. ':' .. part .. ':notes', entry[1]) or '0'
          list[#list + 1] = {entry[1], message, envelope, times, checkpoint}
          taken = taken + 1
          size = size + #message
        end
        local room = tonumber(arg())
        for _ = 1, tonumber(arg()) do
          local part, fence, asked = arg(), arg(), arg()
          local key, alive = streams .. part, leases .. ':' .. part
          local state, list = 'held', {}
          if asked ~= 'read' and fence ~= '0' and redis.call('HGET', leases, part) ~= fence then
            fence = '0'
          end
          if asked == 'leave' then
            if fence ~= '0' then redis.call('DEL', alive) end
            state, fence = 'free', '0'
          elseif asked == 'open' then
            if fence == '0' and (room <= 0 or redis.call('EXISTS', alive) == 1) then
              state = 'busy'
            else
              room = room - 1
              redis.call('DEL', alive)
              if redis.call('EXISTS', key) == 0 or not own(key) then redis.call('XGROUP', 'CREATE', key, 'intelmq', '0', 'MKSTREAM') end
              fence = tostring(redis.call('HINCRBY', leases, part, 1))
              redis.call('SET', alive, host, 'PX', lease)
              local from = '0-0'
              repeat
                local claimed = redis.call('XAUTOCLAIM', key, 'intelmq', 'reader', 0, from, 'COUNT', 100)
                from = claimed[1]
                local first, last = claimed[2][1], claimed[2][#claimed[2]]
                local times = {}
                if first and last then
                  for _, pending in ipairs(redis.call('XPENDING', key, 'intelmq', first[1], last[1], 200)) do times[pending[1]] = pending[4] end
                end
                for _, entry in ipairs(claimed[2]) do add(list, part, entry, entry and times[entry[1]] or 2) end
              until from == '0-0'
            end
          elseif redis.call('HGET', leases, part) ~= fence then
            state = 'lost'
          end
          while state == 'held' and taken < most and size < bytes do
            local wanted = math.min(step, most - taken)
            local found = redis.pcall('XREADGROUP', 'GROUP', 'intelmq', 'reader', 'COUNT', wanted, 'STREAMS', key, '>')
            if found and found.err then
              -- Somebody has deleted the stream.
              if not string.find(found.err, 'NOGROUP') then return found end
              state = 'lost'
              break
            end
            local entries = found and found[1] and found[1][2] or {}
            for _, entry in ipairs(entries) do add(list, part, entry, 1) end
            if #entries < wanted then break end
          end
          answer[#answer + 1] = {state, fence, list}
        end
        return answer
        """);

    /// <summary>database, cursor: hashes of leases, so many from the cursor on.</summary>
    public static RedisScript List { get; } = new("""
        redis.call('SELECT', ARGV[1])
        return redis.call('SCAN', ARGV[2], 'MATCH', 'intelmq.net:lease:{*}', 'COUNT', 1000, 'TYPE', 'hash')
        """);

    /// <summary>database, hash of the leases, host, milliseconds of a lease; then part and fencing number of each lease: lives on.</summary>
    public static RedisScript Renew { get; } = new(Helpers + """
        redis.call('SELECT', arg())
        local leases, host, lease = arg(), arg(), tonumber(arg())
        while at < #ARGV do
          local part, fence = arg(), arg()
          if redis.call('HGET', leases, part) == fence and redis.call('PEXPIRE', leases .. ':' .. part, lease) == 0 then
            redis.call('SET', leases .. ':' .. part, host, 'PX', lease)
          end
        end
        redis.call('ZADD', leases .. ':hosts', clock() + lease, host)
        """);

    /// <summary>database, hash of the leases, host; then part and fencing number of each lease: ends it.</summary>
    public static RedisScript Release { get; } = new(Helpers + """
        redis.call('SELECT', arg())
        local leases, host = arg(), arg()
        while at < #ARGV do
          local part, fence = arg(), arg()
          if redis.call('HGET', leases, part) == fence then redis.call('DEL', leases .. ':' .. part) end
        end
        redis.call('ZREM', leases .. ':hosts', host)
        """);

    /// <summary>A commit; see <see cref="StreamArguments"/> for the order of its arguments.</summary>
    public static RedisScript Commit { get; } = new(Helpers + ScriptParts.Begin + """
        use(queues)
        local inputs = {}
        for i = 1, tonumber(arg()) do
          local input = {key = arg(), leases = arg(), part = arg(), fence = arg(), marked = arg(), position = arg()}
          input.notes = input.leases .. ':' .. input.part .. ':notes'
          input.count = tonumber(arg())
          input.first = at + 1
          at = at + input.count
          if redis.call('HGET', input.leases, input.part) ~= input.fence then return {'lost'} end
          inputs[i] = input
        end

        local outputs = {}
        for o = 1, tonumber(arg()) do
          local streams, parts, capacity, count = arg(), tonumber(arg()), arg(), tonumber(arg())
          if capacity ~= '' then
            local length = 0
            for p = 0, parts - 1 do length = length + redis.call('XLEN', streams .. p) end
            if length >= tonumber(capacity) then return {'full', streams} end
          end
          outputs[o] = {streams, at + 1, at + 3 * count}
          at = at + 3 * count
        end

        """ + ScriptParts.CheckChanges + """
        use(queues)
        for _, input in ipairs(inputs) do
          for first = input.first, input.first + input.count - 1, 5000 do
            local last = math.min(first + 4999, input.first + input.count - 1)
            redis.call('XACK', input.key, 'intelmq', unpack(ARGV, first, last))
            if redis.call('EXISTS', input.notes) == 1 then redis.call('HDEL', input.notes, unpack(ARGV, first, last)) end
          end
          if input.count > 0 then trim(input.key) end
          if input.marked ~= '' then redis.call('HSET', input.notes, input.marked, input.position) end
        end

        """ + ScriptParts.StoreNumber + """
        use(queues)
        for _, output in ipairs(outputs) do
          for i = output[2], output[3], 3 do
            redis.call('XADD', output[1] .. ARGV[i], '*', 'm', ARGV[i + 1], 'e', ARGV[i + 2])
          end
        end

        """ + ScriptParts.StoreChanges);
}
