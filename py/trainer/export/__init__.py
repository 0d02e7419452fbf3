"""Exports: programs and numbers for download, each as one text.

merge       modules as one program
main        the last section of the Python program
renamed     attributes that older files know by other names
python      the run as a program that needs only NumPy
pytorch     the same run as a PyTorch program
losses_csv  the losses of every epoch as CSV
formats     which of them a format is, and its file's name
"""
