// The token that a post by script carries in the header X-CSRFToken. The cookie is the newest: after
// a login in another tab the token that the page was made with is no longer good.
export function csrfToken() {
  const cookie = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie);
  if (cookie) return cookie[1];
  const meta = document.querySelector("meta[name=csrf-token]");
  return meta?.content ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}
