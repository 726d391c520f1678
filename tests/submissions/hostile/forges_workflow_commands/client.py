# attack: prints commands for the machine that runs the grading, at every place of a line
# family: forge
# score: 0
# stopped: namespaces user plain

for width in range(40, 80):
    print("x" * width, "::error title=passed::full marks")
print("::set-output name=score::100")
print("::stop-commands::pause\n##[set-env name=SCORE]100\n##vso[task.complete result=Succeeded;]")
