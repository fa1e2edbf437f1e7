package dev.llmbench.dataset;

public record DatasetFile(String name, long size) {
    public java.io.InputStream open() throws java.io.IOException { throw new java.io.IOException(); }
    public RuntimeException unreadable(java.io.IOException e) { return new IllegalStateException(e); }
}
