-- wrk is a closed loop: so many connections, each with one request at a time. Here each waits until its request is due, so
-- that all together keep to a rate for as long as a connection is free. The first argument is the rate, in requests a second.
local ffi = require("ffi")
ffi.cdef([[
  typedef struct { long s; long us; } gc_timeval;
  int gettimeofday(gc_timeval *time, void *zone);
]])
local time = ffi.new("gc_timeval")
local rate, due

local function now()
  ffi.C.gettimeofday(time, nil)
  return tonumber(time.s) * 1000 + tonumber(time.us) / 1000
end

function init(args)
  rate = tonumber(args[1])
end

function delay()
  due = (due or now()) + 1000 / rate
  return math.max(0, math.floor(due - now() + 0.5))
end

function done(summary, latency)
  io.write(string.format(
    '{"requests":%d,"seconds":%f,"mean":%f,"p50":%f,"p99":%f,"errors":%d}\n',
    summary.requests,
    summary.duration / 1e6,
    latency.mean / 1000,
    latency:percentile(50) / 1000,
    latency:percentile(99) / 1000,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  ))
end
