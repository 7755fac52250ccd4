#ifndef WINNOW_ZLIB_H
#define WINNOW_ZLIB_H

#include <zlib.h>

#endif
