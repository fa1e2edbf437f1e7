package dev.llmbench.dataset.trace;

import dev.llmbench.plan.DatasetException;
import java.util.Arrays;
import java.util.List;

/** The requests of a trace as columns of plain numbers, sorted by time. Requests at the same time keep their order. */
public final class TraceTable {
    /**
     * The maximum number of positions by which a request may be out of order. It limits the time that sorting takes.
     */
    public static final int MOST_BEHIND = 1_024;

    private static final int NO_IDS = -1;
    private static final int FIRST_ROOM = 1_024;

    private final int block;
    private int size;
    private long[] micros = new long[FIRST_ROOM];
    private int[] inputTokens = new int[FIRST_ROOM];
    private int[] outputTokens = new int[FIRST_ROOM];
    private int[] numbers = new int[FIRST_ROOM];
    /** The positions of the requests' hash ids; empty as long as no request has any. */
    private int[] idsFrom = {};

    private long[] ids = {};
    private int idCount;

    /** Creates an empty table with hash ids for blocks of the given number of tokens. */
    public TraceTable(int block) {
        this.block = block;
    }

    /**
     * Adds a request.
     *
     * @param number the number of its record in the file
     * @param at the arrival time
     * @throws DatasetException if it is too far behind requests that arrived later
     */
    public void add(int number, long at, TraceRow row) {
        int place = size;
        while (place > 0 && micros[place - 1] > at) {
            place--;
            if (size - place > MOST_BEHIND) {
                throw new DatasetException("arrived before more than " + MOST_BEHIND
                        + " requests above it in the file; sort the file by time");
            }
        }
        makeRoom(place);
        micros[place] = at;
        inputTokens[place] = row.inputTokens();
        outputTokens[place] = row.outputTokens();
        numbers[place] = number;
        addIds(place, row.hashIds());
        size++;
    }

    private void makeRoom(int place) {
        if (size == micros.length) {
            int room = Math.addExact(size, size / 2);
            micros = Arrays.copyOf(micros, room);
            inputTokens = Arrays.copyOf(inputTokens, room);
            outputTokens = Arrays.copyOf(outputTokens, room);
            numbers = Arrays.copyOf(numbers, room);
            idsFrom = idsFrom.length == 0 ? idsFrom : Arrays.copyOf(idsFrom, room);
        }
        if (place < size) {
            System.arraycopy(micros, place, micros, place + 1, size - place);
            System.arraycopy(inputTokens, place, inputTokens, place + 1, size - place);
            System.arraycopy(outputTokens, place, outputTokens, place + 1, size - place);
            System.arraycopy(numbers, place, numbers, place + 1, size - place);
            if (idsFrom.length > 0) {
                System.arraycopy(idsFrom, place, idsFrom, place + 1, size - place);
            }
        }
    }

    private void addIds(int place, List<Long> added) {
        if (added.isEmpty()) {
            if (idsFrom.length > 0) {
                idsFrom[place] = NO_IDS;
            }
            return;
        }
        if (idsFrom.length == 0) {
            idsFrom = new int[micros.length];
            Arrays.fill(idsFrom, NO_IDS);
        }
        idsFrom[place] = idCount;
        int needed = Math.addExact(idCount, added.size());
        if (needed > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(needed, Math.addExact(ids.length, ids.length / 2)));
        }
        for (long id : added) {
            ids[idCount++] = id;
        }
    }

    public int size() {
        return size;
    }

    public long micros(int request) {
        return micros[request];
    }

    public int inputTokens(int request) {
        return inputTokens[request];
    }

    public int outputTokens(int request) {
        return outputTokens[request];
    }

    /** Returns the number of the record in its file. */
    public int number(int request) {
        return numbers[request];
    }

    public boolean hasIds(int request) {
        return idsFrom.length > 0 && idsFrom[request] != NO_IDS;
    }

    /** Returns the identity of a prompt: its length and hash ids, or its number if it has no ids. */
    public String content(int request) {
        if (!hasIds(request)) {
            return "number " + numbers[request];
        }
        StringBuilder content = new StringBuilder().append(inputTokens[request]);
        for (int i = 0; i < blocks(request); i++) {
            content.append(' ').append(id(request, i));
        }
        return content.toString();
    }

    /** Returns the number of tokens per hash id. */
    public int block() {
        return block;
    }

    /** Returns the number of blocks of a prompt; the last one may be shorter. */
    public int blocks(int request) {
        return TraceRow.blocks(inputTokens[request], block);
    }

    /** Returns the hash id of a block of a request that has ids. */
    public long id(int request, int index) {
        return ids[idsFrom[request] + index];
    }
}
