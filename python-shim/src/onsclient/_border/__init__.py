"""The border to the native library: loading, calls, frames, values."""
