#include <zlib.h>

// `inflateInit2` is a macro, which Swift does not see.
static inline int zhol_inflate_start(z_stream *stream) {
    // 15 bits of window, and 16 for the gzip format alone.
    return inflateInit2(stream, 15 + 16);
}
