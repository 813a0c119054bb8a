/* Records every change that a process makes to files under one folder, in order, for replay.py.
 * cc -O2 -fPIC -shared -o record.so record.c -ldl
 * POWERCUT_ROOT=/abs/folder POWERCUT_TRACE=/abs/trace LD_PRELOAD=./record.so program ...
 * One line of header a change: time_ns op path [path2 | offset length]; then `length` bytes of data for W.
 * Ops: C create, T truncate to offset, W write, S fsync/fdatasync of a file, D fsync of a folder, R rename, U unlink, M mkdir.
 * sync_file_range and msync are not durability and are not recorded. Changes through mmap or a system call made without
 * the C library are not seen (the driver notices them by comparing the replayed folder with the real one);
 * copy_file_range and sendfile are refused, so that the program falls back to writes, which are. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int trace_fd = -1;
static char root[PATH_MAX];
static size_t root_len;
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void start(void) {
  const char *r = getenv("POWERCUT_ROOT"), *t = getenv("POWERCUT_TRACE");
  if (!r || !t) return;
  snprintf(root, sizeof root, "%s", r);
  root_len = strlen(root);
  trace_fd = (int)REAL(open)(t, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int inside(const char *p) { return trace_fd >= 0 && strncmp(p, root, root_len) == 0 && (p[root_len] == '/' || p[root_len] == 0); }
static int absolute(int dir, const char *path, char *out) {
  char base[PATH_MAX];
  if (path[0] == '/') { snprintf(out, PATH_MAX, "%s", path); return 1; }
  if (dir == AT_FDCWD) { if (!getcwd(base, sizeof base)) return 0; }
  else { char link[64]; snprintf(link, sizeof link, "/proc/self/fd/%d", dir); ssize_t n = readlink(link, base, sizeof base - 1); if (n < 0) return 0; base[n] = 0; }
  return snprintf(out, PATH_MAX, "%s/%s", base, path) < PATH_MAX;
}
static int of_fd(int fd, char *out) {
  char link[64]; snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, out, PATH_MAX - 1); if (n < 0) return 0; out[n] = 0;
  char *gone = strstr(out, " (deleted)"); if (gone) return 0;
  return inside(out);
}
static void put(const char *op, const char *a, const char *b, long long offset, const void *data, size_t length) {
  struct timespec now; clock_gettime(CLOCK_MONOTONIC, &now);
  char head[2 * PATH_MAX + 128];
  int n = snprintf(head, sizeof head, "%lld\t%s\t%s\t%s\t%lld\t%zu\n", now.tv_sec * 1000000000LL + now.tv_nsec, op, a + root_len, b ? b + root_len : "", offset, length);
  struct iovec v[2] = {{head, (size_t)n}, {(void *)data, data ? length : 0}};
  size_t want = v[0].iov_len + v[1].iov_len;
  if ((size_t)REAL(writev)(trace_fd, v, 2) != want) { static const char m[] = "powercut: trace write failed\n"; (void)!REAL(write)(2, m, sizeof m - 1); abort(); }
}
#define RECORDED(call, when, ...) do { pthread_mutex_lock(&lock); int e_; call; e_ = errno; if (when) put(__VA_ARGS__); errno = e_; pthread_mutex_unlock(&lock); } while (0)

static int opened(int dir, const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  int track = trace_fd >= 0 && absolute(dir, path, full) && inside(full) && (flags & (O_CREAT | O_TRUNC));
  struct stat st; int fd;
  if (!track) return REAL(openat)(dir, path, flags, mode);
  pthread_mutex_lock(&lock);
  int existed = stat(full, &st) == 0;
  fd = REAL(openat)(dir, path, flags, mode);
  int e = errno;
  if (fd >= 0) { if (!existed) put("C", full, 0, 0, 0, 0); else if ((flags & O_TRUNC) && st.st_size) put("T", full, 0, 0, 0, 0); }
  errno = e; pthread_mutex_unlock(&lock);
  return fd;
}
#define MODE(flags, m) do { m = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list ap; va_start(ap, flags); m = va_arg(ap, mode_t); va_end(ap); } } while (0)
int open(const char *p, int flags, ...) { mode_t m; MODE(flags, m); return opened(AT_FDCWD, p, flags, m); }
int open64(const char *p, int flags, ...) { mode_t m; MODE(flags, m); return opened(AT_FDCWD, p, flags, m); }
int openat(int d, const char *p, int flags, ...) { mode_t m; MODE(flags, m); return opened(d, p, flags, m); }
int openat64(int d, const char *p, int flags, ...) { mode_t m; MODE(flags, m); return opened(d, p, flags, m); }

ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { char p[PATH_MAX]; ssize_t r; if (!of_fd(fd, p)) return REAL(pwrite64)(fd, b, n, o); RECORDED(r = REAL(pwrite64)(fd, b, n, o), r > 0, "W", p, 0, o, b, (size_t)r); return r; }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return pwrite64(fd, b, n, o); }
ssize_t write(int fd, const void *b, size_t n) {
  char p[PATH_MAX]; ssize_t r; if (trace_fd < 0 || fd == trace_fd || !of_fd(fd, p)) return REAL(write)(fd, b, n);
  RECORDED(r = REAL(write)(fd, b, n), r > 0, "W", p, 0, (long long)lseek(fd, 0, SEEK_CUR) - r, b, (size_t)r); return r;
}
ssize_t writev(int fd, const struct iovec *v, int c) {
  char p[PATH_MAX]; if (trace_fd < 0 || fd == trace_fd || !of_fd(fd, p)) return REAL(writev)(fd, v, c);
  ssize_t total = 0; for (int i = 0; i < c; i++) { if (!v[i].iov_len) continue; ssize_t r = write(fd, v[i].iov_base, v[i].iov_len); if (r < 0) return total ? total : r; total += r; if ((size_t)r < v[i].iov_len) break; } return total;
}
ssize_t pwritev64(int fd, const struct iovec *v, int c, off64_t o) {
  char p[PATH_MAX]; if (!of_fd(fd, p)) return REAL(pwritev64)(fd, v, c, o);
  ssize_t total = 0; for (int i = 0; i < c; i++) { ssize_t r = pwrite64(fd, v[i].iov_base, v[i].iov_len, o + total); if (r < 0) return total ? total : r; total += r; if ((size_t)r < v[i].iov_len) break; } return total;
}
ssize_t pwritev(int fd, const struct iovec *v, int c, off_t o) { return pwritev64(fd, v, c, o); }
int ftruncate64(int fd, off64_t n) { char p[PATH_MAX]; int r; if (!of_fd(fd, p)) return REAL(ftruncate64)(fd, n); RECORDED(r = REAL(ftruncate64)(fd, n), r == 0, "T", p, 0, n, 0, 0); return r; }
int ftruncate(int fd, off_t n) { return ftruncate64(fd, n); }
int fallocate64(int fd, int mode, off64_t o, off64_t n) { char p[PATH_MAX]; int r; if (mode || !of_fd(fd, p)) return REAL(fallocate64)(fd, mode, o, n); struct stat st; RECORDED(r = REAL(fallocate64)(fd, mode, o, n); fstat(fd, &st), r == 0, "T", p, 0, (long long)st.st_size, 0, 0); return r; }
int fallocate(int fd, int mode, off_t o, off_t n) { return fallocate64(fd, mode, o, n); }
int posix_fallocate64(int fd, off64_t o, off64_t n) { char p[PATH_MAX]; int r; if (!of_fd(fd, p)) return REAL(posix_fallocate64)(fd, o, n); struct stat st; RECORDED(r = REAL(posix_fallocate64)(fd, o, n); fstat(fd, &st), r == 0, "T", p, 0, (long long)st.st_size, 0, 0); return r; }
int posix_fallocate(int fd, off_t o, off_t n) { return posix_fallocate64(fd, o, n); }
static int synced(int fd, int (*real)(int)) {
  char p[PATH_MAX]; int r; struct stat st; if (!of_fd(fd, p) || fstat(fd, &st)) return real(fd);
  RECORDED(r = real(fd), r == 0, S_ISDIR(st.st_mode) ? "D" : "S", p, 0, 0, 0, 0); return r;
}
int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }
static int renamed(int d1, const char *a, int d2, const char *b, unsigned f) {
  char x[PATH_MAX], y[PATH_MAX]; int r; int track = absolute(d1, a, x) && absolute(d2, b, y) && inside(x) && inside(y);
  if (!track) return REAL(renameat2)(d1, a, d2, b, f);
  RECORDED(r = REAL(renameat2)(d1, a, d2, b, f), r == 0, "R", x, y, 0, 0, 0); return r;
}
int rename(const char *a, const char *b) { return renamed(AT_FDCWD, a, AT_FDCWD, b, 0); }
int renameat(int d1, const char *a, int d2, const char *b) { return renamed(d1, a, d2, b, 0); }
int renameat2(int d1, const char *a, int d2, const char *b, unsigned f) { return renamed(d1, a, d2, b, f); }
int unlinkat(int d, const char *p, int f) { char x[PATH_MAX]; int r; if (!absolute(d, p, x) || !inside(x)) return REAL(unlinkat)(d, p, f); RECORDED(r = REAL(unlinkat)(d, p, f), r == 0, "U", x, 0, 0, 0, 0); return r; }
int unlink(const char *p) { return unlinkat(AT_FDCWD, p, 0); }
int rmdir(const char *p) { return unlinkat(AT_FDCWD, p, AT_REMOVEDIR); }
int mkdirat(int d, const char *p, mode_t m) { char x[PATH_MAX]; int r; if (!absolute(d, p, x) || !inside(x)) return REAL(mkdirat)(d, p, m); RECORDED(r = REAL(mkdirat)(d, p, m), r == 0, "M", x, 0, 0, 0, 0); return r; }
int mkdir(const char *p, mode_t m) { return mkdirat(AT_FDCWD, p, m); }
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t n, unsigned f) { char p[PATH_MAX]; if (!of_fd(out, p)) return REAL(copy_file_range)(in, from, out, to, n, f); errno = EXDEV; return -1; }
ssize_t sendfile64(int out, int in, off64_t *from, size_t n) { char p[PATH_MAX]; if (!of_fd(out, p)) return REAL(sendfile64)(out, in, from, n); errno = EINVAL; return -1; }
ssize_t sendfile(int out, int in, off_t *from, size_t n) { return sendfile64(out, in, from, n); }
