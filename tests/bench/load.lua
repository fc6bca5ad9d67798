-- What wrk sends: one request after the other from a list, each under the next log-in, from the place it is told to begin at.
-- Of requests that were refused it prints the first, and counts all.
local targets, logins = {}, {}
local place, refused = tonumber(os.getenv("LOAD_FROM")), 0
local once = os.getenv("LOAD_ONCE") == "yes"

local function lines(name, into)
  for line in io.lines(os.getenv(name)) do into[#into + 1] = line end
end

function init()
  lines("LOAD_TARGETS", targets)
  lines("LOAD_LOGINS", logins)
end

function request()
  place = place + 1
  local headers = {["Accept-Language"] = "zh"}
  for name, value in string.gmatch(logins[place % #logins + 1], "([^:]+): ([^\t]+)\t?") do headers[name] = value end
  local at = once and place or (place - 1) % #targets + 1
  local method, path, body = string.match(targets[at] or "GET\t/the-list-is-too-short\t", "([^\t]*)\t([^\t]*)\t(.*)")
  if body == "" then return wrk.format(method, path, headers) end
  headers["Content-Type"] = "application/json"
  headers["Idempotency-Key"] = os.getenv("LOAD_RUN") .. "-" .. place
  return wrk.format(method, path, headers, body)
end

function response(status, _, body)
  if status >= 300 then
    if refused == 0 then io.stderr:write(status, " ", string.sub(body, 1, 300), "\n") end
    refused = refused + 1
  end
end
