package dev.weir.manager;

import dev.weir.PostOperation;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperation;
import dev.weir.PreOperationStatus;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the {@link LineCode} of a stack. As Java it would read, for each layer,
 *
 * <pre>
 *  if (!frame.enter(3)) return 3;
 *  PreOperationStatus answer = NODE.pre.before(data[3], slots[3]);
 *  if (answer != SUCCESS_WITH_CALLBACK &amp;&amp; !frame.goesOn(3, answer)) return 3 | UNUSUAL;
 * </pre>
 *
 * <p>and on the way up
 *
 * <pre>
 *  if ((without &amp; 1 &lt;&lt; 3) == 0) {
 *      if (!frame.enter(UP | 3)) return UP | 3;
 *      PostOperationStatus answer = NODE.post.after(data[3], slots[3], NO_FLAGS);
 *      if (answer != FINISHED_PROCESSING) return frame.keeps(UP | 3, answer);
 *      slots[3].forgetContext();
 *  }
 * </pre>
 *
 * <p>where NODE is a constant of the class, but its callback is read each time. A filter that registered no post-operation is expected to answer SUCCESS_NO_CALLBACK, and to leave no context behind.
 */
final class LineCompiler {
    /** HotSpot's compilers put no method of more than 325 bytes into its caller (FreqInlineSize): no line may get into what runs the base file system. */
    private static final int PADDING = 330;

    private static final ClassDesc NAME = ClassDesc.of(LineCompiler.class.getPackageName(), "Line");
    private static final ClassDesc CODE = describe(LineCode.class);
    private static final ClassDesc FRAME = describe(LineFrame.class);
    private static final ClassDesc NODE = describe(CallbackNode.class);
    private static final ClassDesc SLOT = describe(LayerSlot.class);
    private static final ClassDesc OPERATION = describe(Operation.class);
    private static final ClassDesc SET = ClassDesc.of("java.util.Set");
    private static final ClassDesc PRE = describe(PreOperation.class);
    private static final ClassDesc POST = describe(PostOperation.class);
    private static final ClassDesc PRE_STATUS = describe(PreOperationStatus.class);
    private static final ClassDesc POST_STATUS = describe(PostOperationStatus.class);
    private static final ClassDesc DATA_VIEW = ClassDesc.of("dev.weir.CallbackData");
    private static final ClassDesc OBJECTS_VIEW = ClassDesc.of("dev.weir.RelatedObjects");
    private static final MethodTypeDesc WAY = MethodTypeDesc.of(
            ConstantDescs.CD_int,
            FRAME,
            SLOT.arrayType(),
            describe(LayerData.class).arrayType());
    private static final MethodTypeDesc BEFORE = MethodTypeDesc.of(PRE_STATUS, DATA_VIEW, OBJECTS_VIEW);
    private static final MethodTypeDesc AFTER = MethodTypeDesc.of(POST_STATUS, DATA_VIEW, OBJECTS_VIEW, SET);
    private static final MethodTypeDesc ENTER = MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int);
    private static final DirectMethodHandleDesc CLASS_DATA = ConstantDescs.ofConstantBootstrap(
            ConstantDescs.CD_MethodHandles, "classDataAt", ConstantDescs.CD_Object, ConstantDescs.CD_int);
    private static final int FRAME_AT = 1;
    private static final int SLOTS_AT = 2;
    private static final int DATA_AT = 3;
    private static final int ANSWER_AT = 4;
    private static final int WITHOUT_AT = 5;

    private final CallbackNode[] all;
    private final int[] places;

    private LineCompiler(CallbackNode[] all, int[] places) {
        this.all = all;
        this.places = places;
    }

    /**
     * @param all a stack's nodes
     * @param places which of them are called; after the last, how many there are
     */
    static LineCode compile(CallbackNode[] all, int[] places) throws ReflectiveOperationException {
        byte[] bytes = new LineCompiler(all, places).write();
        Class<?> made = MethodHandles.lookup()
                .defineHiddenClassWithClassData(bytes, List.of(all), true)
                .lookupClass();
        return (LineCode) made.getDeclaredConstructor().newInstance();
    }

    private static ClassDesc describe(Class<?> type) {
        return ClassDesc.of(type.getName());
    }

    private byte[] write() {
        return ClassFile.of()
                .build(
                        NAME,
                        type -> type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                                .withSuperclass(CODE)
                                .withMethodBody(
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void,
                                        0,
                                        code -> code.aload(0)
                                                .invokespecial(CODE, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                                .return_())
                                .withMethodBody("down", WAY, 0, code -> method(code, this::down))
                                .withMethodBody("up", WAY, 0, code -> method(code, this::up)));
    }

    private static void method(CodeBuilder code, Consumer<CodeBuilder> way) {
        Label begin = code.newLabel();
        code.goto_(begin);
        for (int i = 0; i < PADDING; i++) {
            code.nop();
        }
        code.labelBinding(begin);
        code.trying(
                body -> {
                    way.accept(body);
                    body.loadConstant(LineFrame.DONE).ireturn();
                },
                failures -> failures.catchingAll(handler -> {
                    handler.astore(ANSWER_AT).aload(FRAME_AT).aload(ANSWER_AT);
                    handler.invokevirtual(
                            FRAME, "threw", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Throwable));
                    handler.ireturn();
                }));
    }

    private void down(CodeBuilder code) {
        // One look whether the arrays are long enough: then there is none for each layer.
        layer(code, places.length - 2);
        code.pop2();
        int layer = 0;
        for (int i = 0; i < all.length; i++) {
            if (i == places[layer]) {
                before(code, layer, i);
                layer++;
            } else if (all[i] instanceof WatchNode) {
                node(code, i);
                code.aload(FRAME_AT).invokevirtual(FRAME, "operation", MethodTypeDesc.of(OPERATION));
                code.invokevirtual(NODE, "skips", MethodTypeDesc.of(ConstantDescs.CD_boolean, OPERATION))
                        .pop();
            }
        }
        enter(code, LineFrame.BASE);
    }

    private void before(CodeBuilder code, int layer, int place) {
        enter(code, layer);
        if (all[place].pre == null) {
            return;
        }
        boolean comesBack = all[place].post != null;
        Label passed = code.newLabel();
        Label unusual = code.newLabel();
        node(code, place);
        code.getfield(NODE, "pre", PRE);
        layer(code, layer);
        code.invokeinterface(PRE, "before", BEFORE);
        code.astore(ANSWER_AT).aload(ANSWER_AT);
        code.getstatic(PRE_STATUS, comesBack ? "SUCCESS_WITH_CALLBACK" : "SUCCESS_NO_CALLBACK", PRE_STATUS);
        if (comesBack) {
            code.if_acmpeq(passed);
        } else {
            code.if_acmpne(unusual);
            code.aload(SLOTS_AT).loadConstant(layer).aaload();
            code.invokevirtual(SLOT, "hasCompletionContext", MethodTypeDesc.of(ConstantDescs.CD_boolean));
            code.ifeq(passed);
            code.labelBinding(unusual);
        }
        code.aload(FRAME_AT).loadConstant(layer).aload(ANSWER_AT);
        code.invokevirtual(
                FRAME, "goesOn", MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int, PRE_STATUS));
        code.ifne(passed);
        code.loadConstant(layer | LineFrame.UNUSUAL).ireturn();
        code.labelBinding(passed);
    }

    private void up(CodeBuilder code) {
        code.aload(FRAME_AT)
                .invokevirtual(FRAME, "without", MethodTypeDesc.of(ConstantDescs.CD_long))
                .lstore(WITHOUT_AT);
        for (int layer = places.length - 2; layer >= 0; layer--) {
            if (all[places[layer]].post != null) {
                after(code, layer, places[layer]);
            }
        }
    }

    private static void after(CodeBuilder code, int layer, int place) {
        Label passed = code.newLabel();
        Label finished = code.newLabel();
        int position = LineFrame.UP | layer;
        code.lload(WITHOUT_AT).loadConstant(1L << layer).land().lconst_0().lcmp();
        code.ifne(passed);
        enter(code, position);
        node(code, place);
        code.getfield(NODE, "post", POST);
        layer(code, layer);
        code.getstatic(FRAME, "NO_FLAGS", SET);
        code.invokeinterface(POST, "after", AFTER);
        code.astore(ANSWER_AT).aload(ANSWER_AT);
        code.getstatic(POST_STATUS, "FINISHED_PROCESSING", POST_STATUS);
        code.if_acmpeq(finished);
        code.aload(FRAME_AT).loadConstant(position).aload(ANSWER_AT);
        code.invokevirtual(FRAME, "keeps", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, POST_STATUS));
        code.ireturn();
        code.labelBinding(finished);
        code.aload(SLOTS_AT).loadConstant(layer).aaload();
        code.invokevirtual(SLOT, "forgetContext", ConstantDescs.MTD_void);
        code.labelBinding(passed);
    }

    private static void enter(CodeBuilder code, int position) {
        Label entered = code.newLabel();
        code.aload(FRAME_AT).loadConstant(position).invokevirtual(FRAME, "enter", ENTER);
        code.ifne(entered);
        code.loadConstant(position).ireturn();
        code.labelBinding(entered);
    }

    private static void node(CodeBuilder code, int place) {
        code.ldc(DynamicConstantDesc.ofNamed(CLASS_DATA, ConstantDescs.DEFAULT_NAME, NODE, place));
    }

    /** What a callback is handed. */
    private static void layer(CodeBuilder code, int layer) {
        code.aload(DATA_AT).loadConstant(layer).aaload();
        code.aload(SLOTS_AT).loadConstant(layer).aaload();
    }
}
