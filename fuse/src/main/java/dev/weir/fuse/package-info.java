/**
 * The FUSE front: speaks the kernel's wire protocol on {@code /dev/fuse} and turns its requests into operations.
 *
 * <p>{@link dev.weir.fuse.FuseMounts} is the entry, {@link dev.weir.fuse.FuseVolume} what one gets. The way of a request:
 *
 * <pre>
 *   kernel --read--> Worker --> RequestHandler --> Opcode's Handler --> VolumeObject.start(operation)
 *                                                                            | filters, base file system, filters
 *   kernel <--write-- ReplySink <-- Exchange.reply... <-- Completion <-- Exchange.completed
 * </pre>
 *
 * <p>An {@code Exchange} is one request from its bytes to its reply; a worker uses its own over and over, until an operation leaves: then the exchange goes with it. From {@code RequestHandler} to {@code
 * ReplySink} nothing knows of a device, so that tests play the kernel.
 *
 * <ul>
 *   <li>{@code Session}, {@code Worker}, {@code Backlog}, {@code SessionEnd}: threads and descriptors; never no reader;
 *   <li>{@code InFlight}, {@code Interrupts}, {@code Abandoned}: requestors that give up;
 *   <li>{@code NodeState}, {@code HandleState}: what the kernel knows, and has to be told before it can be freed;
 *   <li>{@code Opening}, {@code OpenModes}, {@code Passthrough}: how the kernel opens a file;
 *   <li>{@code Negotiation}: what is settled at the mount;
 *   <li>{@code Notifier}: makes the kernel forget.
 * </ul>
 */
@NullMarked
package dev.weir.fuse;

import org.jspecify.annotations.NullMarked;
