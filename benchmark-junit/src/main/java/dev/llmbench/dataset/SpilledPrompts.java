package dev.llmbench.dataset;

import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.Prompt;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Prompts in a temporary file, read on demand. The file is as large as the uncompressed dataset and disappears with the process
 * at the latest: its name is deleted at once if the system allows it. Reads are not interruptible, since an interrupt would
 * close a channel for good.
 */
final class SpilledPrompts extends AbstractList<Prompt> implements RandomAccess {
    private static final int BUFFER = 1 << 16;
    private static final int WINDOW = 1 << 14;

    private static final String FOLDER = "java.io.tmpdir";

    private final File folder;
    private final RandomAccessFile file;
    private final DataOutputStream out;
    private final Offsets offsets = new Offsets(Offsets.MOST);
    private long end;
    private final byte[] window = new byte[WINDOW];
    private long windowStart;
    private int windowLength;

    SpilledPrompts(RandomAccessFile file, File folder) throws IOException {
        this.folder = folder;
        this.file = file;
        this.out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(file.getFD()), BUFFER));
    }

    /**
     * Creates the file in the directory that {@code java.io.tmpdir} names.
     *
     * @throws DatasetException if it can't be created there
     */
    static SpilledPrompts create() {
        return create(new File(System.getProperty(FOLDER, "")));
    }

    static SpilledPrompts create(File folder) {
        try {
            File named = File.createTempFile("llmbench-prompts", null, folder);
            RandomAccessFile file = new RandomAccessFile(named, "rw");
            if (!named.delete()) {
                named.deleteOnExit();
            }
            return new SpilledPrompts(file, folder);
        } catch (IOException e) {
            throw folder.isDirectory()
                    ? refused(folder, String.valueOf(e.getMessage()), "allow files to be created there", e)
                    : refused(folder, "there is no such directory", "create it", e);
        }
    }

    private static DatasetException refused(File folder, String why, String remedy, IOException e) {
        return new DatasetException(
                FOLDER + " = \"" + folder
                        + "\" can't store the prompts of the dataset, which are written to a file there if there are many: "
                        + why + "; " + remedy + ", or set " + FOLDER + " to a directory that can",
                e);
    }

    private DatasetException full(IOException e) {
        return refused(
                folder,
                String.valueOf(e.getMessage()),
                "free as much space there as the uncompressed dataset takes",
                e);
    }

    void append(byte[] record) {
        try {
            out.writeInt(record.length);
            out.write(record);
        } catch (IOException e) {
            throw full(e);
        }
        offsets.add(end);
        end += Integer.BYTES + record.length;
    }

    void finish() {
        try {
            out.flush();
        } catch (IOException e) {
            throw full(e);
        }
    }

    @Override
    public Prompt get(int index) {
        Objects.checkIndex(index, size());
        String record = new String(bytes(index), StandardCharsets.UTF_8);
        return PromptLine.of(index + 1, StrictJson.parse(record)).prompt();
    }

    private synchronized byte[] bytes(int index) {
        try {
            long at = offsets.before(index);
            for (int skipped = offsets.indexBefore(index); skipped < index; skipped++) {
                at += Integer.BYTES + lengthAt(at);
            }
            byte[] record = new byte[lengthAt(at)];
            read(at + Integer.BYTES, record);
            return record;
        } catch (IOException e) {
            throw new UncheckedIOException("The dataset's temporary file can no longer be read", e);
        }
    }

    private int lengthAt(long at) throws IOException {
        if (!isInWindow(at, Integer.BYTES)) {
            fillWindow(at);
        }
        return ByteBuffer.wrap(window).getInt((int) (at - windowStart));
    }

    private void read(long at, byte[] record) throws IOException {
        if (isInWindow(at, record.length)) {
            System.arraycopy(window, (int) (at - windowStart), record, 0, record.length);
        } else {
            file.seek(at);
            file.readFully(record);
        }
    }

    private boolean isInWindow(long at, int length) {
        return at >= windowStart && at + length <= windowStart + windowLength;
    }

    /** Reads several records at once, since reading each skipped length by itself takes most of the time. */
    private void fillWindow(long at) throws IOException {
        file.seek(at);
        windowStart = at;
        windowLength = 0;
        for (int read = 0; read >= 0 && windowLength < window.length; ) {
            windowLength += read;
            read = file.read(window, windowLength, window.length - windowLength);
        }
        if (windowLength < Integer.BYTES) {
            throw new EOFException("it ends at " + at);
        }
    }

    @Override
    public int size() {
        return offsets.count();
    }
}
